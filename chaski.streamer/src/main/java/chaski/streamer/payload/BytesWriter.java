package chaski.streamer.payload;

import chaski.streamer.wire.Preamble;
import java.nio.ByteBuffer;

/** Bytes, unchanged. */
final class BytesWriter implements PayloadWriter<byte[]> {

    @Override
    public String content() {
        return Preamble.BYTES;
    }

    @Override
    public void append(byte[] payload, EncodeBuffer out) {
        out.write(payload, 0, payload.length);
    }

    @Override
    public boolean isDirect() {
        return true;
    }

    @Override
    public ByteBuffer view(byte[] payload) {
        return ByteBuffer.wrap(payload);
    }
}
