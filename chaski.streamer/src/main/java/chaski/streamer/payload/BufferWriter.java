package chaski.streamer.payload;

import chaski.streamer.wire.Preamble;
import java.nio.ByteBuffer;

/** The bytes of a buffer from position to limit, which are left as they are. */
final class BufferWriter implements PayloadWriter<ByteBuffer> {

    @Override
    public String content() {
        return Preamble.BYTES;
    }

    @Override
    public void append(ByteBuffer payload, EncodeBuffer out) {
        out.write(payload);
    }

    @Override
    public boolean isDirect() {
        return true;
    }

    @Override
    public ByteBuffer view(ByteBuffer payload) {
        // a view of its own: the publisher may wait, and the caller's other threads may read from the buffer meanwhile
        return payload.duplicate();
    }
}
