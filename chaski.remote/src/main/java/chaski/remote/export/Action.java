package chaski.remote.export;

import chaski.remote.value.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that a call can run: a method of an object, or a function. */
interface Action {

    /** How its arguments travel. */
    List<ValueType> parameters();

    /** How its result travels. */
    ValueType result();

    /** The names of its parameters' types. */
    String signature();

    /** Whether the last parameter takes any number of arguments. */
    boolean isVarArgs();

    /** Runs it; throws what it throws. */
    @Nullable
    Object run(@Nullable Object[] arguments) throws Throwable;
}
