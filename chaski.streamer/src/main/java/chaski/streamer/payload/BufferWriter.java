package chaski.streamer.payload;

import chaski.streamer.wire.Preamble;
import java.nio.ByteBuffer;

/** The bytes of a buffer from position to limit; the buffer is not changed. */
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
        // a separate view: the publisher may wait, and other threads of the caller may read from the buffer in the
        // meantime
        return payload.duplicate();
    }
}
