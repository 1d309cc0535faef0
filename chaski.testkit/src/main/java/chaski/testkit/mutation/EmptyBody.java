package chaski.testkit.mutation;

import net.bytebuddy.asm.Advice;

/** Leaves out the body of a method. Inlined; not called. */
final class EmptyBody {

    private EmptyBody() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean skip() {
        return true;
    }
}
