package chaski.api.transport;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Receives the events of one {@link Link}. Every method is called on the link's I/O thread, one call after another, and must not
 * block. An exception from any of them closes the link with that cause.
 */
@ConsumerType
public interface LinkHandler {

    /**
     * Called when bytes have arrived, in order.
     *
     * @param bytes the bytes; the buffer is the link's and is valid only during the call
     */
    void onBytes(ByteBuffer bytes);

    /** Called when the available bytes have been passed on; more may never come. A good time to acknowledge. */
    void onReadComplete();

    /**
     * Called when a datagram has arrived that the other side passed to {@link Link#sendDatagram}. Only links of transports with
     * {@link Feature#DATAGRAM} receive any. By default it is dropped.
     *
     * @param bytes the datagram; the buffer is the link's and is valid only during the call
     */
    default void onDatagram(ByteBuffer bytes) {}

    /** Called when the link accepts bytes, after a {@link Link#requestWrite}. */
    void onWritable();

    /**
     * Called when the link no longer holds the first bytes written to it: they are in the kernel, or dropped because the link
     * closed.
     *
     * @param totalBytes how many of all bytes ever passed to {@link Link#write}, never less than before
     */
    void onReleased(long totalBytes);

    /**
     * Called when the link is closed; only {@link #onReleased} may follow. Called exactly once for a started link.
     *
     * @param cause {@code null} when one of the two sides closed it in order; a {@link LinkResetException} when the other end reset
     *     it or no longer knows it; another exception when it failed otherwise, for example because nothing was received for too
     *     long or because the handler threw. If the handler did not close the link itself, the first two mean that the other end
     *     did. If it has a {@link javax.net.ssl.SSLException} among its causes before the first byte, the two ends could not agree
     *     on their encryption; a {@link java.security.cert.CertificateException} means that this end has refused the other's
     *     certificate
     */
    void onClosed(@Nullable Throwable cause);
}
