package chaski.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * The counters of one process at one time.
 *
 * @param count messages, or round trips
 * @param clockNs the process's monotonic clock
 * @param cpuNs processor time of all its threads, including those of the collector and the compiler
 * @param allocatedBytes what it has allocated on its heap
 */
record Meter(long count, long clockNs, long cpuNs, long allocatedBytes) {

    /** Reads the meter of this process. */
    static Meter read(long count) {
        long cpuNs =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
        return new Meter(count, System.nanoTime(), cpuNs, HeapAllocation.bytes());
    }

    /** {@return how many threads were ready to run in the last minute, on average; negative if that is not known} */
    static double loadAverage() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    static Meter parse(String text) {
        String[] words = text.split(" ", -1);
        if (words.length != 4) {
            throw new TrialFailedException("expected four numbers, got '" + text + "'");
        }
        return new Meter(
                Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]));
    }

    /** {@return the count per second between an earlier reading and this one} */
    double countPerSecond(Meter earlier) {
        return (count - earlier.count) * 1e9 / (clockNs - earlier.clockNs);
    }

    /** {@return how many processors were busy on average between an earlier reading and this one} */
    double busyProcessors(Meter earlier) {
        return (double) (cpuNs - earlier.cpuNs) / (clockNs - earlier.clockNs);
    }

    /** {@return the bytes allocated for each count between an earlier reading and this one} */
    double bytesPerCount(Meter earlier) {
        return (double) (allocatedBytes - earlier.allocatedBytes) / (count - earlier.count);
    }

    /** {@return the four numbers, as {@link #parse} reads them} */
    @Override
    public String toString() {
        return count + " " + clockNs + " " + cpuNs + " " + allocatedBytes;
    }
}
