package chaski.testkit.mutants;

import net.bytebuddy.asm.Advice;

/** The end is part of the interval. */
public final class EndIncluded {

    private EndIncluded() {}

    @Advice.OnMethodExit
    public static void contains(
            @Advice.Argument(0) int value,
            @Advice.FieldValue("to") int to,
            @Advice.Return(readOnly = false) boolean contains) {
        contains = contains || value == to;
    }
}
