package chaski.streamer.payload;

import java.nio.ByteBuffer;

/** Reads any payload as a read-only buffer of its bytes. */
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
