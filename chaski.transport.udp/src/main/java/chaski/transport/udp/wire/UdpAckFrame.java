package chaski.transport.udp.wire;

import java.nio.ByteBuffer;

/** Ranges of packet numbers that have arrived, the highest first. Reused for each frame; confined to one thread. */
public final class UdpAckFrame {

    /** The most ranges. Beyond this the lowest are omitted, which were in earlier frames. */
    public static final int MAX_RANGES = 64;

    /** Of a frame with one range. */
    public static final int MIN_BYTES = 1 + 8 + 4 + 1 + 4;

    /** The bytes of each further range. */
    public static final int RANGE_BYTES = 8;

    private final long[] first = new long[MAX_RANGES];
    private final long[] last = new long[MAX_RANGES];
    private int count;
    private long delayUs;

    /** Removes all ranges. */
    public void clear() {
        count = 0;
        delayUs = 0;
    }

    /**
     * Adds the next range below those before.
     *
     * @param from its lowest number
     * @param to its highest number
     */
    public void add(long from, long to) {
        first[count] = from;
        last[count] = to;
        count++;
    }

    /**
     * Sets how long the highest packet has waited for this frame.
     *
     * @param us microseconds
     */
    public void delayUs(long us) {
        delayUs = Math.min(us, 0xFFFF_FFFFL);
    }

    /** {@return how long the highest packet waited, in microseconds} */
    public long delayUs() {
        return delayUs;
    }

    /** {@return the number of ranges} */
    public int count() {
        return count;
    }

    /** {@return the highest number of all} */
    public long largest() {
        return last[0];
    }

    /**
     * Returns the lowest number of a range.
     *
     * @param range its index, 0 for the highest range
     * @return the number
     */
    public long first(int range) {
        return first[range];
    }

    /**
     * Returns the highest number of a range.
     *
     * @param range its index, 0 for the highest range
     * @return the number
     */
    public long last(int range) {
        return last[range];
    }

    /** Writes as many ranges as there is room for, which is at least one. */
    void encode(ByteBuffer out, int room) {
        int written = Math.min(count, 1 + (room - MIN_BYTES) / RANGE_BYTES);
        out.put(UdpFrames.ACK).putLong(last[0]).putInt((int) delayUs);
        // A range that is longer than its field is truncated: the rest was acknowledged long ago.
        out.put((byte) (written - 1)).putInt((int) Math.min(last[0] - first[0], 0xFFFF_FFFFL));
        for (int i = 1; i < written; i++) {
            out.putInt((int) (first[i - 1] - last[i] - 1)).putInt((int) (last[i] - first[i]));
        }
    }

    /** Reads what follows the type; {@code false} if it is malformed. */
    boolean decode(ByteBuffer in) {
        clear();
        if (in.remaining() < MIN_BYTES - 1) {
            return false;
        }
        long largest = in.getLong();
        delayUs = Integer.toUnsignedLong(in.getInt());
        int more = Byte.toUnsignedInt(in.get());
        long lowest = largest - Integer.toUnsignedLong(in.getInt());
        if (largest < 0 || lowest < 0 || more >= MAX_RANGES || in.remaining() < more * RANGE_BYTES) {
            return false;
        }
        add(lowest, largest);
        for (int i = 0; i < more; i++) {
            long gap = Integer.toUnsignedLong(in.getInt());
            long high = lowest - gap - 1;
            lowest = high - Integer.toUnsignedLong(in.getInt());
            if (gap == 0 || lowest < 0) {
                return false;
            }
            add(lowest, high);
        }
        return true;
    }
}
