package chaski.streamer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Takes what a codec writes, and shows it without another copy. */
final class EncodeBuffer extends ByteArrayOutputStream {

    private static final int FIRST_BYTES = 256;

    EncodeBuffer() {
        super(FIRST_BYTES);
    }

    synchronized ByteBuffer bytes() {
        return ByteBuffer.wrap(buf, 0, count);
    }
}
