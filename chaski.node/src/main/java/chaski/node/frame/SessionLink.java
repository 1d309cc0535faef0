package chaski.node.frame;

import chaski.api.Endpoint;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/** A link as a session sees it. Thread-safe. */
public interface SessionLink {

    /** {@return the remote endpoint} */
    Endpoint remote();

    /** {@return when bytes came last, by the environment's monotonic clock} */
    long lastReceivedNs();

    /** There is something to send; cheap when that is known already. */
    void wake();

    /**
     * Sends from the I/O thread, on which this is called, right away.
     */
    void pump();

    /** {@return the most bytes of a datagram, 0 when the link carries none} */
    int largestDatagramBytes();

    /**
     * Sends a datagram beside the stream, from the I/O thread.
     *
     * @param bytes from position to limit, at most {@link #largestDatagramBytes}; copied
     * @return whether the link took it
     */
    boolean sendDatagram(ByteBuffer bytes);

    /**
     * Closes at once.
     *
     * @param reason for counters and events
     * @return completed when the link holds no memory any more
     */
    CompletionStage<Void> close(String reason);

    /**
     * Closes after what there is to say is sent, at the latest after a second.
     *
     * @param reason for counters and events
     * @return completed when the link holds no memory any more
     */
    CompletionStage<Void> closeAfterWrites(String reason);
}
