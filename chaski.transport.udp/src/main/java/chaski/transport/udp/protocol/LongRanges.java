package chaski.transport.udp.protocol;

import java.util.Arrays;

/** A set of numbers, kept as ranges in ascending order that do not touch. */
final class LongRanges {

    private static final int FIRST_CAPACITY = 8;

    private long[] from = new long[FIRST_CAPACITY];
    private long[] to = new long[FIRST_CAPACITY];
    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    /** {@return the first number of a range} */
    long from(int range) {
        return from[range];
    }

    /** {@return the number after the last of a range} */
    long to(int range) {
        return to[range];
    }

    boolean contains(long number) {
        int i = firstEndingAfter(number);
        return i < count && from[i] <= number;
    }

    /** {@return whether adding these numbers would add a range} */
    boolean wouldGrow(long start, long end) {
        int i = firstEndingAtOrAfter(start);
        return i == count || from[i] > end;
    }

    /** Adds the numbers from start to before end. */
    void add(long start, long end) {
        int i = firstEndingAtOrAfter(start);
        int j = i;
        long low = start;
        long high = end;
        while (j < count && from[j] <= end) {
            low = Math.min(low, from[j]);
            high = Math.max(high, to[j]);
            j++;
        }
        replace(i, j, 1);
        from[i] = low;
        to[i] = high;
    }

    /** Removes the numbers from start to before end. */
    void remove(long start, long end) {
        int i = firstEndingAfter(start);
        int j = i;
        long low = 0;
        long high = 0;
        while (j < count && from[j] < end) {
            if (j == i) {
                low = from[j];
            }
            high = to[j];
            j++;
        }
        if (i == j) {
            return;
        }
        boolean left = low < start;
        boolean right = high > end;
        replace(i, j, (left ? 1 : 0) + (right ? 1 : 0));
        if (left) {
            from[i] = low;
            to[i] = start;
        }
        if (right) {
            int k = left ? i + 1 : i;
            from[k] = end;
            to[k] = high;
        }
    }

    /** Removes everything below a number. */
    void removeBelow(long number) {
        if (count > 0 && from[0] < number) {
            remove(from[0], number);
        }
    }

    void removeFirst() {
        replace(0, 1, 0);
    }

    void clear() {
        count = 0;
    }

    private int firstEndingAfter(long number) {
        return firstEndingAtOrAfter(number + 1);
    }

    private int firstEndingAtOrAfter(long number) {
        if (count == 0 || to[count - 1] < number) {
            return count;
        }
        int i = Arrays.binarySearch(to, 0, count, number);
        return i >= 0 ? i : -i - 1;
    }

    /** Replaces the ranges from i to before j by that many others, whose values are set by the caller. */
    private void replace(int i, int j, int others) {
        int newCount = count - (j - i) + others;
        if (newCount > from.length) {
            from = Arrays.copyOf(from, 2 * from.length);
            to = Arrays.copyOf(to, 2 * to.length);
        }
        System.arraycopy(from, j, from, i + others, count - j);
        System.arraycopy(to, j, to, i + others, count - j);
        count = newCount;
    }
}
