package chaski.node.session;

import chaski.api.NodeId;
import chaski.node.wire.Hello;
import java.util.Map;
import net.bytebuddy.asm.Advice;

/** A node forgets which run of a peer it has seen. */
public final class StaleIncarnationAccepted {

    private StaleIncarnationAccepted() {}

    @Advice.OnMethodEnter
    public static void checkIdentity(
            @Advice.Argument(0) Hello hello, @Advice.FieldValue("newestIncarnations") Map<NodeId, Long> newest) {
        newest.remove(hello.node());
    }
}
