package chaski.node.session;

import chaski.node.wire.Hello;
import net.bytebuddy.asm.Advice;

/** A node forgets the known incarnation of a peer. */
public final class StaleIncarnationAccepted {

    private StaleIncarnationAccepted() {}

    @Advice.OnMethodEnter
    public static void checkIdentity(
            @Advice.Argument(0) Hello hello, @Advice.FieldValue("runs") KnownIncarnations runs) {
        runs.forget(hello.node());
    }
}
