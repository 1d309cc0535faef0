package chaski.transport.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * What arrived before the link was started. Nothing is read then, unless the peer has already ended its direction: that makes the
 * native sockets read to the end at once. Confined to the link's I/O thread.
 */
final class EarlyBytes {

    /** A peer that sends more before it is listened to, and leaves, loses its link. */
    static final int MAX_BYTES = 1024 * 1024;

    private @Nullable ByteBuf kept;

    /** Keeps a copy; {@code false} when there is no room for it. */
    boolean add(ByteBuf bytes) {
        ByteBuf all = kept == null ? Unpooled.buffer() : kept;
        if (all.readableBytes() + bytes.readableBytes() > MAX_BYTES) {
            return false;
        }
        kept = all.writeBytes(bytes);
        return true;
    }

    /** Hands out what was kept, if there is any, and forgets it. */
    @Nullable
    ByteBuf take() {
        ByteBuf all = kept;
        kept = null;
        return all;
    }
}
