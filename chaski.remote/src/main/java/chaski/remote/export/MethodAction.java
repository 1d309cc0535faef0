package chaski.remote.export;

import chaski.remote.member.Operation;
import chaski.remote.value.ValueType;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A method of an object.
 *
 * @param operation the method
 * @param object whose
 */
record MethodAction(Operation operation, Object object) implements Action {

    @Override
    public List<ValueType> parameters() {
        return operation.parameters();
    }

    @Override
    public ValueType result() {
        return operation.result();
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
        try {
            return operation.method().invoke(object, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
