package chaski.node.link;

import chaski.api.Endpoint;
import chaski.api.protocol.Environment;
import chaski.node.wire.Hello;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state of a link before it is part of a session. Confined to the control loop. */
final class PendingHandshake {

    /** The HELLO of the other side, once received. */
    @Nullable
    Hello hello;

    /** The attempt that opened this link, if this node dialled. */
    @Nullable
    DialAttempt attempt;

    /** The other nodes that the other side named; its refusal follows. */
    List<Endpoint> alternatives = List.of();

    /** Ends a handshake that takes too long. */
    Environment.@Nullable Cancellable timer;

    /** The time by which the handshake must be done. */
    long deadlineNs;

    /** The time at which this node sent HELLO. */
    long helloSentNs;

    /** The incarnation in the HELLO that this node sent. */
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
