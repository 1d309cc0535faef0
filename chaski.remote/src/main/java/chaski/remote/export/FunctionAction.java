package chaski.remote.export;

import chaski.api.TypeRef;
import chaski.api.remote.AttachedFunction;
import chaski.api.remote.ServiceDescription;
import chaski.remote.value.ValueType;
import chaski.remote.value.ValueTypeFactory;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An attached function.
 *
 * @param parameters how its arguments are encoded
 * @param result how its result is encoded
 * @param description its parameters and result, for people
 * @param function the function
 */
record FunctionAction(
        List<ValueType> parameters,
        ValueType result,
        ServiceDescription.Method description,
        AttachedFunction<?> function)
        implements Action {

    /** The name that addresses the function itself. */
    static final String NAME = "apply";

    static FunctionAction of(List<TypeRef<?>> in, TypeRef<?> out, AttachedFunction<?> function) {
        return new FunctionAction(
                in.stream().<ValueType>map(ValueTypeFactory::of).toList(),
                ValueTypeFactory.ofResult(out),
                new ServiceDescription.Method(
                        NAME, in.stream().map(TypeRef::toString).toList(), out.toString(), false),
                function);
    }

    @Override
    public String signature() {
        return parameters.stream().map(p -> p.raw().getTypeName()).collect(Collectors.joining(",", "(", ")"));
    }

    @Override
    public boolean isVarArgs() {
        return false;
    }

    @Override
    public @Nullable Object run(@Nullable Object[] arguments) throws Throwable {
        return function.apply(arguments);
    }
}
