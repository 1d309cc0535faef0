package chaski.transport.quic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that arrived before the link was started. They are read at once, since a QUIC connection that the other end closes loses what was
 * not read; beyond a limit they wait for the start. Confined to the link's I/O thread.
 */
final class EarlyStreamBytes {

    /** Then reading stops until the start. One read more may be added. */
    static final int ENOUGH_BYTES = 256 << 10;

    private @Nullable ByteBuf kept;

    /**
     * Keeps a copy.
     *
     * @return whether there is room for more
     */
    boolean add(ByteBuf bytes) {
        ByteBuf all = kept == null ? Unpooled.buffer() : kept;
        kept = all.writeBytes(bytes);
        return all.readableBytes() < ENOUGH_BYTES;
    }

    /** Removes and returns the bytes, if there are any. */
    @Nullable
    ByteBuf take() {
        ByteBuf all = kept;
        kept = null;
        return all;
    }
}
