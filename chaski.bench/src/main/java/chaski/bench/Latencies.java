package chaski.bench;

import java.util.Arrays;

/** Durations, all of them kept, so that a percentile is exact. Not thread-safe. */
final class Latencies {

    /** 32 MiB, which is minutes of round trips; more would disturb the measurement. The oldest ones are kept. */
    static final int MAX_COUNT = 4 << 20;

    private long[] durationsNs = new long[1 << 16];
    private int count;

    void add(long durationNs) {
        if (count == durationsNs.length) {
            if (count == MAX_COUNT) {
                return;
            }
            durationsNs = Arrays.copyOf(durationsNs, count * 2);
        }
        durationsNs[count++] = durationNs;
    }

    /** Adds those of another thread. */
    void addAll(Latencies others) {
        for (int i = 0; i < others.count; i++) {
            add(others.durationsNs[i]);
        }
    }

    int count() {
        return count;
    }

    /**
     * Returns the duration that so many percent do not exceed (nearest rank).
     *
     * @param percent 1 to 100
     * @return nanoseconds; 0 when there is none
     */
    long percentile(int percent) {
        if (count == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(durationsNs, count);
        Arrays.sort(sorted);
        int rank = (int) (((long) count * percent + 99) / 100);
        return sorted[Math.max(rank, 1) - 1];
    }
}
