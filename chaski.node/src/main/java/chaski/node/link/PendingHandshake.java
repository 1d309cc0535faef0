package chaski.node.link;

import chaski.api.Endpoint;
import chaski.api.protocol.Environment;
import chaski.node.wire.Hello;
import chaski.node.wire.Refusal;
import chaski.node.wire.RefusalCode;
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
    private Environment.Cancellable timer = () -> {};

    /** The time by which the handshake must be done. */
    long deadlineNs;

    /** The time at which this node sent HELLO. */
    long helloSentNs;

    /** The incarnation in the HELLO that this node sent. */
    long incarnation;

    boolean over;

    /** Runs a task after a time unless the handshake is over by then; replaces the task of an earlier call. */
    void giveUpAfter(Environment environment, long delayNs, Runnable task) {
        timer.cancel();
        timer = environment.schedule(delayNs, () -> {
            if (!over) {
                task.run();
            }
        });
    }

    /** Ends the handshake. */
    void finish() {
        over = true;
        timer.cancel();
    }

    /** Notifies the attempt that there is a session with the other node. */
    void succeeded() {
        if (attempt != null && hello != null) {
            attempt.succeeded(hello.node());
        }
    }

    /** Notifies the attempt that the handshake has failed; that there is a link already is a success for it. */
    void failed(RefusalCode code, String reason) {
        if (code == RefusalCode.ALREADY_LINKED && hello != null) {
            succeeded();
        } else if (attempt != null) {
            attempt.failed(code, reason);
        }
    }

    /** Notifies the attempt that the other side has refused; {@link #failed} follows. */
    void refused(Refusal refusal) {
        if (attempt != null) {
            attempt.refused(refusal, alternatives);
        }
    }

    /** {@return the reason, with the number of other nodes that the other side has named} */
    String withAlternatives(String reason) {
        return alternatives.isEmpty() ? reason : reason + "; it names " + alternatives.size() + " others to dial";
    }
}
