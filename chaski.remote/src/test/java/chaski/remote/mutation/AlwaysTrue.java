package chaski.remote.mutation;

import net.bytebuddy.asm.Advice;

/** What a method tells is true, whatever it was. */
public final class AlwaysTrue {

    private AlwaysTrue() {}

    @Advice.OnMethodExit
    public static void exit(@Advice.Return(readOnly = false) boolean result) {
        result = true;
    }
}
