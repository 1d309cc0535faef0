package chaski.remote.mutation;

import net.bytebuddy.asm.Advice;

/** Replaces the result of a method by true. */
public final class AlwaysTrue {

    private AlwaysTrue() {}

    @Advice.OnMethodExit
    public static void exit(@Advice.Return(readOnly = false) boolean result) {
        result = true;
    }
}
