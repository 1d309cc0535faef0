package chaski.streamer.payload;

import chaski.api.LimitException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Memory for the body of one message. It grows up to the size of the largest message; a larger one is refused as soon
 * as the limit is exceeded. Used by one thread at a time.
 */
public final class EncodeBuffer extends OutputStream {

    private static final int FIRST_BYTES = 1024;

    /** A larger buffer is not kept for the next message: large messages are rare, and one would pin the memory. */
    private static final int KEPT_BYTES = 64 * 1024;

    private final long limitBytes;
    private ByteBuffer view = ByteBuffer.allocate(FIRST_BYTES);
    private byte[] memory = view.array();
    private int length;

    /**
     * Empty memory.
     *
     * @param limitBytes the most bytes that may be written
     */
    public EncodeBuffer(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Discards what was written. */
    public void clear() {
        length = 0;
        if (memory.length > KEPT_BYTES) {
            use(new byte[FIRST_BYTES]);
        }
    }

    /** {@return the written bytes, from position to limit; valid until the next call of another method} */
    public ByteBuffer written() {
        return view.position(0).limit(length);
    }

    @Override
    public void write(int b) {
        makeRoom(1);
        memory[length++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
        makeRoom(count);
        System.arraycopy(bytes, offset, memory, length, count);
        length += count;
    }

    /**
     * Writes the rest of a buffer, which is not changed.
     *
     * @param bytes from position to limit
     */
    public void write(ByteBuffer bytes) {
        int count = bytes.remaining();
        makeRoom(count);
        bytes.get(bytes.position(), memory, length, count);
        length += count;
    }

    private void makeRoom(int count) {
        long needed = (long) length + count;
        if (needed > limitBytes) {
            throw new LimitException("expected a message of at most " + limitBytes
                    + " bytes (half of session.sendLogBytes), got " + needed + " or more");
        }
        if (needed > memory.length) {
            long doubled = Math.max(needed, 2L * memory.length);
            use(Arrays.copyOf(memory, (int) Math.min(doubled, limitBytes)));
        }
    }

    private void use(byte[] array) {
        memory = array;
        view = ByteBuffer.wrap(array);
    }
}
