package chaski.remote.export;

import chaski.api.ConfigurationException;
import chaski.remote.member.AsyncResultAdapters;
import chaski.remote.member.RemoteMethod;
import chaski.remote.value.ValueType;
import chaski.remote.wire.RefusalReason;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A method of an object.
 *
 * @param operation the method
 * @param object the object
 * @param asyncAdapters adapters for asynchronous results
 */
record MethodAction(RemoteMethod operation, Object object, AsyncResultAdapters asyncAdapters) implements Action {

    @Override
    public List<ValueType> parameters() {
        return operation.parameters();
    }

    @Override
    public ValueType result() {
        return asyncAdapters.of(operation).isPresent() ? operation.later() : operation.result();
    }

    @Override
    public String signature() {
        return operation.signature();
    }

    @Override
    public boolean isVarArgs() {
        return operation.method().isVarArgs();
    }

    @Override
    public @Nullable Object run(@Nullable Object[] arguments) throws Throwable {
        Optional<AsyncResultAdapters.Adapted<?>> adapted = adapted();
        Object result = call(arguments);
        return result == null || adapted.isEmpty() ? result : adapted.get().stage(result);
    }

    /** Looked up before the method runs, since a call that cannot be answered must not be executed. */
    private Optional<AsyncResultAdapters.Adapted<?>> adapted() throws NotExecutedException {
        try {
            return asyncAdapters.of(operation);
        } catch (ConfigurationException e) {
            throw new NotExecutedException(RefusalReason.NO_MEMBER, String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Object call(@Nullable Object[] arguments) throws Throwable {
        try {
            return operation.method().invoke(object, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
