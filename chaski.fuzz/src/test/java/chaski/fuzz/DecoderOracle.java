package chaski.fuzz;

import chaski.api.ProtocolException;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** What is asked of every decoder: a value that is written and read as the same, or the exception that it documents, in bounded memory. */
public final class DecoderOracle {

    /** What reading may allocate for each byte that it was given, and in any case; writing and reading again are part of it. */
    private static final long BYTES_PER_BYTE = 2_000;

    private static final long BYTES_ANYWAY = 32L << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Decoders that forget to add the position of their buffer would read this. */
    private static final int BEFORE = 3;

    private static final int AFTER = 5;

    private DecoderOracle() {}

    /**
     * Runs something whose memory is bounded by its input.
     *
     * @param bytes the length of the input
     * @param work what is run; again, if it took too much, because the first time classes are loaded
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
     * Makes a buffer of bytes in the middle of others.
     *
     * @param data holds the bytes
     * @param from where they begin
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
     * Reads a value, if the bytes are one, writes it, and reads it again.
     *
     * @param <T> the type of the value
     * @param bytes what may be a value
     * @param decode reads one
     * @param encode writes one into an empty buffer
     * @param mostBytes the room that writing may take
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
     * @param actual what came
     */
    public static void same(Object expected, Object actual) {
        if (!Objects.equals(expected, actual)) {
            throw new AssertionError("expected " + expected + ", got " + actual);
        }
    }
}
