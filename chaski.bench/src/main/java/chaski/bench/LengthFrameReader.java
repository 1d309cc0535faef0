package chaski.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** Reads messages with a preceding length, and creates a {@code byte[]} for each. Confined to its thread. */
final class LengthFrameReader {

    /** A greater length means that the stream is broken. */
    static final int MAX_MESSAGE_BYTES = 16 << 20;

    private static final int INITIAL_BYTES = 256 * 1024;

    private final ReadableByteChannel channel;
    private final Contender.Sink sink;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(INITIAL_BYTES);

    LengthFrameReader(ReadableByteChannel channel, Contender.Sink sink) {
        this.channel = channel;
        this.sink = sink;
    }

    /** Passes every message to the sink until the stream ends. */
    void readAll() throws IOException, InterruptedException {
        while (channel.read(buffer) >= 0) {
            buffer.flip();
            int next = deliverWhole();
            if (next > buffer.capacity()) {
                buffer = ByteBuffer.allocateDirect(next).put(buffer);
            } else {
                buffer.compact();
            }
        }
    }

    /** Returns the length of the incomplete frame, 0 if it is not known. */
    private int deliverWhole() throws IOException, InterruptedException {
        while (buffer.remaining() >= HandoffBuffer.LENGTH_BYTES) {
            int length = buffer.getInt(buffer.position());
            if (length < 0 || length > MAX_MESSAGE_BYTES) {
                throw new IOException("expected a length of 0 to " + MAX_MESSAGE_BYTES + ", got " + length);
            }
            if (buffer.remaining() < HandoffBuffer.LENGTH_BYTES + length) {
                return HandoffBuffer.LENGTH_BYTES + length;
            }
            byte[] message = new byte[length];
            buffer.position(buffer.position() + HandoffBuffer.LENGTH_BYTES).get(message);
            sink.accept(message);
        }
        return 0;
    }
}
