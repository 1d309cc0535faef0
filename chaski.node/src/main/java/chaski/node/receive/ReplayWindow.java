package chaski.node.receive;

/**
 * Detects repeated datagrams of a peer: the last {@value #SIZE} numbers are remembered, older ones are rejected. The method is that
 * of RFC 4303, section 3.4.3. Not thread-safe.
 */
public final class ReplayWindow {

    static final int SIZE = 4_096;

    private final long[] seen = new long[SIZE / Long.SIZE];
    private long highest;
    private long skipped;

    /** The verdict on a number. */
    public enum Verdict {
        /** Higher than any number before. */
        NEXT,
        /** Not seen before, but a higher number was. */
        LATE,
        /** Seen before. */
        REPEATED,
        /** Too old to be known. */
        TOO_OLD
    }

    /** Records a number, 1 or more. */
    public Verdict take(long number) {
        if (number > highest) {
            skipped = number - highest - 1;
            forget(highest + 1, Math.min(skipped, SIZE));
            highest = number;
            mark(number);
            return Verdict.NEXT;
        }
        if (highest - number >= SIZE) {
            return Verdict.TOO_OLD;
        }
        if (isMarked(number)) {
            return Verdict.REPEATED;
        }
        mark(number);
        return Verdict.LATE;
    }

    /** {@return the count of numbers that were skipped between the last two that were NEXT} */
    public long skipped() {
        return skipped;
    }

    private void forget(long from, long count) {
        for (long i = 0; i < count; i++) {
            seen[word(from + i)] &= ~bit(from + i);
        }
    }

    private void mark(long number) {
        seen[word(number)] |= bit(number);
    }

    private boolean isMarked(long number) {
        return (seen[word(number)] & bit(number)) != 0;
    }

    private static int word(long number) {
        return (int) (number % SIZE) / Long.SIZE;
    }

    private static long bit(long number) {
        return 1L << (number % Long.SIZE);
    }
}
