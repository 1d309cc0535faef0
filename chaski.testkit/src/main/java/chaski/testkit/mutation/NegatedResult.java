package chaski.testkit.mutation;

import net.bytebuddy.asm.Advice;

/** Negates the result of a method. Inlined; not called. */
final class NegatedResult {

    private NegatedResult() {}

    @Advice.OnMethodExit
    static void negate(@Advice.Return(readOnly = false) boolean result) {
        result = !result;
    }
}
