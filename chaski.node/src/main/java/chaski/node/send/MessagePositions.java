package chaski.node.send;

/**
 * The positions of messages in the send log, by their sequences. Both only grow, so this is a queue in a ring of numbers,
 * which is searched by bisection. Empty, it takes no memory. Guarded by the lock of the send channel.
 */
final class MessagePositions {

    private static final int INITIAL_CAPACITY = 16;

    /** A larger ring is released as soon as it is empty. */
    private static final int MAX_KEPT_CAPACITY = 256;

    private static final long[] NOTHING = {};

    /** Takes the place of a position that was taken. */
    private static final long TAKEN = -1;

    private long[] sequences = NOTHING;
    private long[] positions = NOTHING;
    private int first;
    private int count;

    /**
     * Adds a message.
     *
     * @param sequence greater than those before, unless the last one is written again
     * @param position not less than those before
     */
    void add(long sequence, long position) {
        if (count > 0 && sequences[at(count - 1)] == sequence) {
            positions[at(count - 1)] = position;
            return;
        }
        if (count == sequences.length) {
            grow();
        }
        int end = at(count++);
        sequences[end] = sequence;
        positions[end] = position;
    }

    private void grow() {
        int capacity = Math.max(INITIAL_CAPACITY, 2 * count);
        long[] moreSequences = new long[capacity];
        long[] morePositions = new long[capacity];
        for (int i = 0; i < count; i++) {
            moreSequences[i] = sequences[at(i)];
            morePositions[i] = positions[at(i)];
        }
        sequences = moreSequences;
        positions = morePositions;
        first = 0;
    }

    /** Removes messages whose positions are below one, and taken ones before them. */
    void removeBefore(long position) {
        while (count > 0 && positions[first] < position) {
            first = at(1);
            count--;
        }
        if (count == 0 && sequences.length > MAX_KEPT_CAPACITY) {
            sequences = NOTHING;
            positions = NOTHING;
            first = 0;
        }
    }

    /** {@return the position of a message, which is known only once; -1 if it is not known} */
    long take(long sequence) {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = sequences[at(middle)];
            if (found == sequence) {
                long position = positions[at(middle)];
                positions[at(middle)] = TAKEN;
                return position;
            }
            if (found < sequence) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return TAKEN;
    }

    /** The place of the message that many after the first. The capacity is a power of two. */
    private int at(int offset) {
        return (first + offset) & (sequences.length - 1);
    }
}
