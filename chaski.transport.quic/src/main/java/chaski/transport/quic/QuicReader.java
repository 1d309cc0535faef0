package chaski.transport.quic;

import chaski.api.transport.LinkHandler;
import io.netty.buffer.ByteBuf;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Passes the bytes of a stream to the handler of its link, and keeps those that arrive before it has one. Confined to the I/O thread. */
final class QuicReader {

    private final EarlyStreamBytes early = new EarlyStreamBytes();
    private final Consumer<Throwable> failed;
    private boolean opener;
    private boolean reading;
    private long received;

    /**
     * Creates a reader that has read nothing.
     *
     * @param opener whether the first byte only opens the stream
     * @param failed receives what the handler throws
     */
    QuicReader(boolean opener, Consumer<Throwable> failed) {
        this.opener = opener;
        this.failed = failed;
    }

    /** {@return how many bytes were passed on} */
    long received() {
        return received;
    }

    /** {@return whether bytes were passed on whose end was not reported yet} */
    boolean reading() {
        return reading;
    }

    /** Removes the byte that opens the stream, if it is there. */
    void skipOpener(ByteBuf bytes) {
        if (opener && bytes.isReadable()) {
            opener = false;
            bytes.skipBytes(1);
        }
    }

    /** Keeps bytes for a handler; returns whether there is room for more. */
    boolean keep(ByteBuf bytes) {
        return early.add(bytes);
    }

    /** Drops what was kept. */
    void drop() {
        early.take();
    }

    /** Passes on what was kept; returns whether there was anything. */
    boolean deliverKept(LinkHandler handler) {
        ByteBuf kept = early.take();
        if (kept != null) {
            deliver(handler, kept);
        }
        return kept != null;
    }

    /** Passes bytes on. */
    void deliver(LinkHandler handler, ByteBuf bytes) {
        reading = true;
        received += bytes.readableBytes();
        try {
            handler.onBytes(bytes.nioBuffer().order(ByteOrder.BIG_ENDIAN));
        } catch (Throwable thrown) {
            failed.accept(thrown);
        }
    }

    /** Reports that nothing more is there, unless the link is being closed. */
    void delivered(@Nullable LinkHandler handler) {
        try {
            if (handler != null) {
                handler.onReadComplete();
            }
        } catch (Throwable thrown) {
            failed.accept(thrown);
        }
        reading = false;
    }
}
