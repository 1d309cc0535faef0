package chaski.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that arrived before the link was started. Nothing is read then, unless the peer has already ended its
 * direction: native sockets then read to the end. Confined to the link's I/O thread.
 */
final class EarlyBytes {

    /** If a peer sends more, and ends its direction before the start, its link fails. */
    static final int MAX_BYTES = 1024 * 1024;

    private @Nullable ByteBuf kept;

    /** Keeps a copy; returns false if there is no room for it. */
    boolean add(ByteBuf bytes) {
        ByteBuf all = kept == null ? Unpooled.buffer() : kept;
        if (all.readableBytes() + bytes.readableBytes() > MAX_BYTES) {
            return false;
        }
        kept = all.writeBytes(bytes);
        return true;
    }

    /** Removes and returns the bytes, if there are any. */
    @Nullable
    ByteBuf take() {
        ByteBuf all = kept;
        kept = null;
        return all;
    }
}
