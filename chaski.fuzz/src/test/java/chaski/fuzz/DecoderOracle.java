package chaski.fuzz;

import chaski.api.ProtocolException;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The requirements of every decoder: it returns a value that is equal after it is encoded and decoded again, or throws
 * the documented exception, in bounded memory.
 */
public final class DecoderOracle {

    /**
     * The memory that decoding may allocate for each byte of input, and a constant; this includes encoding and decoding
     * again.
     */
    private static final long BYTES_PER_BYTE = 2_000;

    private static final long BYTES_ANYWAY = 32L << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** A decoder that ignores the position of its buffer would read this. */
    private static final int BEFORE = 3;

    private static final int AFTER = 5;

    private DecoderOracle() {}

    /**
     * Runs code whose memory must be bounded by its input.
     *
     * @param bytes the length of the input
     * @param work the code; it runs again if it allocated too much, because the first run loads classes
     */
    public static void bounded(int bytes, Runnable work) {
        long most = BYTES_ANYWAY + BYTES_PER_BYTE * bytes;
        if (allocated(work) > most) {
            long again = allocated(work);
            if (again > most) {
                throw new AssertionError(bytes + " bytes made a decoder allocate " + again);
            }
        }
    }

    private static long allocated(Runnable work) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        work.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /**
     * Creates a buffer of bytes in the middle of others.
     *
     * @param data holds the bytes
     * @param from their index
     * @return the buffer, from position to limit
     */
    public static ByteBuffer buffer(byte[] data, int from) {
        int length = Math.max(0, data.length - from);
        ByteBuffer all = ByteBuffer.allocate(BEFORE + length + AFTER);
        for (int i = 0; i < all.capacity(); i++) {
            all.put(i, (byte) 0xa5);
        }
        if (length > 0) {
            all.put(BEFORE, data, from, length);
        }
        return all.position(BEFORE).limit(BEFORE + length);
    }

    /**
     * Decodes a value, if the bytes are one, encodes it, and decodes it again.
     *
     * @param <T> the type of the value
     * @param bytes possibly a value
     * @param decode decodes one
     * @param encode encodes one into an empty buffer
     * @param mostBytes the room that the encoded value may take
     * @return whether it is a value
     */
    public static <T> boolean roundTrip(
            ByteBuffer bytes, Function<ByteBuffer, T> decode, BiConsumer<T, ByteBuffer> encode, int mostBytes) {
        T value;
        try {
            value = decode.apply(bytes);
        } catch (ProtocolException expected) {
            return false;
        }
        ByteBuffer written = ByteBuffer.allocate(mostBytes);
        encode.accept(value, written);
        same(value, decode.apply(written.flip()));
        return true;
    }

    /**
     * Compares.
     *
     * @param expected what is expected
     * @param actual the actual value
     */
    public static void same(Object expected, Object actual) {
        if (!Objects.equals(expected, actual)) {
            throw new AssertionError("expected " + expected + ", got " + actual);
        }
    }
}
