package chaski.node.frame;

import chaski.api.Endpoint;
import chaski.node.identity.LinkProof;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/** A link as a session sees it. Thread-safe. */
public interface SessionLink {

    /** {@return the remote endpoint} */
    Endpoint remote();

    /** {@return what its ends have proved to each other} */
    LinkProof proof();

    /** {@return the time at which the latest bytes arrived, by the environment's monotonic clock} */
    long lastReceivedNs();

    /** Requests a write; cheap if one is pending already. */
    void wake();

    /** Writes at once. Must be called on the I/O thread. */
    void pump();

    /** {@return the maximum size of a datagram in bytes; 0 if the link carries none} */
    int largestDatagramBytes();

    /**
     * Sends a datagram beside the stream, from the I/O thread.
     *
     * @param bytes from position to limit, at most {@link #largestDatagramBytes}; copied
     * @return false if the link refused it
     */
    boolean sendDatagram(ByteBuffer bytes);

    /**
     * Closes at once.
     *
     * @param reason for counters and events
     * @return completed when the link no longer holds memory
     */
    CompletionStage<Void> close(String reason);

    /**
     * Closes once everything pending is sent, at the latest after a second.
     *
     * @param reason for counters and events
     * @return completed when the link no longer holds memory
     */
    CompletionStage<Void> closeAfterWrites(String reason);
}
