package chaski.api.transport;

import chaski.api.Endpoint;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One live connection of a transport: two byte streams, reliable and ordered while it lasts.
 *
 * <p>Each link has one <em>I/O thread</em>, always the same. It makes all calls of the link's {@link LinkHandler}, one after
 * another, and {@link #write} is called only there. The other methods may be called from any thread.
 *
 * <p><b>Writing is pulled.</b> A user with bytes to send calls {@link #requestWrite}; the link then calls
 * {@link LinkHandler#onWritable} on the I/O thread, where the handler writes as much as it wants the link to hold. The link keeps
 * the buffers, without copying them if it can, and reports with {@link LinkHandler#onReleased} when it no longer holds them; from
 * this the handler derives how much more to write.
 */
@ConsumerType
public interface Link {

    /** {@return the local address, as far as known} */
    Endpoint local();

    /** {@return the remote address} */
    Endpoint remote();

    /**
     * Returns the certificates that the other side has proved to hold.
     *
     * @return its own certificate, then those of intermediate authorities; empty if the link is not encrypted, and on a link that was
     *     accepted until the first bytes arrive
     */
    default List<X509Certificate> peerCertificates() {
        return List.of();
    }

    /** {@return what secures the link; empty if it is not encrypted} */
    default Optional<LinkSecurity> security() {
        return Optional.empty();
    }

    /**
     * Begins to read and to call the handler. Called once.
     *
     * @param handler receives all events from now on
     */
    void start(LinkHandler handler);

    /**
     * Requests one call of {@link LinkHandler#onWritable} soon. Requests made before that call are combined. Cheap; has no effect
     * on a closed link. The call is made even while earlier buffers are still held.
     */
    void requestWrite();

    /**
     * Takes buffers to send, in order, after all earlier ones. The contents from position to limit must not change
     * until they are reported released; the buffer objects themselves may be reused immediately. Nothing is rejected:
     * the handler bounds how much it writes. Only on the I/O thread. On a closed link the buffers are released
     * immediately, unsent.
     *
     * @param buffers holds the buffers
     * @param count how many, from index 0
     */
    void write(ByteBuffer[] buffers, int count);

    /**
     * Returns the maximum size of an unreliable datagram.
     *
     * @return the most bytes, or 0 when the link carries no datagrams: then its transport lacks {@link Feature#DATAGRAM}
     */
    default int largestDatagramBytes() {
        return 0;
    }

    /**
     * Takes a datagram to send beside the stream, soon or not at all. It may be lost, repeated or reordered in transit, and never
     * waits for the stream. Only on the I/O thread.
     *
     * @param bytes at most {@link #largestDatagramBytes}; copied, position and limit are unchanged
     * @return whether it was taken; false when the link is closed or too many datagrams wait already
     * @throws IllegalArgumentException when it is too large
     */
    default boolean sendDatagram(ByteBuffer bytes) {
        throw new IllegalArgumentException("expected no datagram, as this link carries none; see largestDatagramBytes");
    }

    /**
     * Closes the link. Bytes that were written but not sent may be lost. {@link LinkHandler#onClosed} follows unless it has been
     * called. Closing again returns the same stage.
     *
     * @return completed when the link no longer holds a buffer and no longer calls the handler; never fails
     */
    CompletionStage<Void> close();

    /**
     * Sends the written bytes, then closes, at the latest after the transport's linger time of one second.
     *
     * @return as {@link #close}
     */
    CompletionStage<Void> closeAfterWrites();
}
