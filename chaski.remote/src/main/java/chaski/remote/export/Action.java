package chaski.remote.export;

import chaski.remote.value.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A method of an object, or a function, that a call runs. */
interface Action {

    /** {@return how its arguments are encoded} */
    List<ValueType> parameters();

    /** {@return how its result is encoded} */
    ValueType result();

    /** {@return the names of its parameters' types} */
    String signature();

    /** True if the last parameter takes any number of arguments. */
    boolean isVarArgs();

    /** Runs it. */
    @Nullable
    Object run(@Nullable Object[] arguments) throws Throwable;
}
