package chaski.node.link;

import chaski.api.Endpoint;
import chaski.api.protocol.Environment;
import chaski.node.wire.Hello;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a link before it is part of a session. Confined to the control loop. */
final class PendingHandshake {

    /** Who is on the other side, once it has said so. */
    @Nullable
    Hello hello;

    /** The attempt that made this link, if this node dialled. */
    @Nullable
    DialAttempt attempt;

    /** Other nodes that the other side names, which is about to refuse. */
    List<Endpoint> alternatives = List.of();

    /** Ends a handshake that takes too long. */
    Environment.@Nullable Cancellable timer;

    /** When it must be done. */
    long deadlineNs;

    /** When this node sent HELLO, */
    long saidNs;

    /** and as which run. */
    long incarnation;

    boolean over;

    void cancelTimer() {
        Environment.Cancellable running = timer;
        if (running != null) {
            running.cancel();
            timer = null;
        }
    }
}
