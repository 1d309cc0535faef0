package chaski.remote.mutation;

import net.bytebuddy.asm.Advice;

/** A call does not record that an exporter which it has left may have run it. */
public final class RunForgotten {

    private RunForgotten() {}

    @Advice.OnMethodEnter
    public static void enter(@Advice.FieldValue(value = "mayHaveRunBefore", readOnly = false) boolean before) {
        before = false;
    }
}
