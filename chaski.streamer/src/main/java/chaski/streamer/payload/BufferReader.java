package chaski.streamer.payload;

import java.nio.ByteBuffer;

/** Any payload as the bytes it came in, read-only. */
final class BufferReader implements PayloadReader<ByteBuffer> {

    @Override
    public boolean keepsBytes() {
        return false;
    }

    @Override
    public ByteBuffer read(String content, byte[] bytes) {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }
}
