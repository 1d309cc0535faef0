package chaski.transport.udp.protocol;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reports to the user of a connection what the other side sends. Before the user has started to receive, bytes stay in the stream, an
 * end is kept, and datagrams are dropped; after the end of the connection nothing is reported.
 */
final class EarlyEvents {

    private final ReceiveStream in;
    private @Nullable ConnectionEvents events;
    private boolean started;
    private boolean endReported;
    private boolean closedEarly;
    private @Nullable String earlyProblem;
    private boolean earlyReset;

    EarlyEvents(ConnectionEvents events, ReceiveStream in) {
        this.events = events;
        this.in = in;
    }

    /** {@return whether the user receives} */
    boolean started() {
        return started;
    }

    /** Reports what has arrived and what will arrive. */
    void start() {
        started = true;
        in.open();
        in.handOn(this::bytes);
        endIfComplete();
        if (closedEarly) {
            closedEarly = false;
            closed(earlyProblem, earlyReset);
        }
    }

    /** Bytes of the stream are next in order. */
    void bytes(ByteBuffer bytes) {
        ConnectionEvents current = events;
        if (current != null) {
            current.onBytes(bytes);
        }
    }

    /** Reports the end of the stream, once, if all before it was reported. */
    void endIfComplete() {
        ConnectionEvents current = events;
        if (started && !endReported && in.atEnd() && current != null) {
            endReported = true;
            current.onEnd();
        }
    }

    /** A datagram has arrived. */
    void datagram(ByteBuffer bytes) {
        ConnectionEvents current = events;
        if (started && current != null) {
            current.onDatagram(bytes);
        }
    }

    /**
     * The connection has ended, and not because this side closed it.
     *
     * @param problem the error, or {@code null} if the other side closed it in an orderly way
     * @param reset whether the other side reset it
     */
    void closed(@Nullable String problem, boolean reset) {
        if (!started) {
            closedEarly = true;
            earlyProblem = problem;
            earlyReset = reset;
            return;
        }
        ConnectionEvents last = events;
        drop();
        if (last != null) {
            last.onClosed(problem, reset);
        }
    }

    /** Reports nothing any more. */
    void drop() {
        events = null;
        in.close();
    }
}
