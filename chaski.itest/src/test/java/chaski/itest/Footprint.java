package chaski.itest;

import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What this process holds of the system: its threads, and its open descriptors where the system tells.
 *
 * @param threads the names of all live threads, by their ids; not the threads themselves, which hold class loaders
 * @param descriptors how many descriptors are open, or -1
 */
record Footprint(Map<Long, String> threads, long descriptors) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Felix's own, which wait for another minute for something to resolve when it has stopped. */
    private static final String FELIX_RESOLVER = "FelixResolver-";

    static Footprint now() {
        Map<Long, String> threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith(FELIX_RESOLVER))
                .collect(Collectors.toMap(Thread::getId, Thread::getName));
        return new Footprint(threads, openDescriptors());
    }

    private static long openDescriptors() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        return system instanceof UnixOperatingSystemMXBean unix ? unix.getOpenFileDescriptorCount() : -1;
    }

    /** Waits until the process holds no more than it did, by number: a thread may have been replaced by another. */
    void awaitAgain() {
        await().atMost(PATIENCE).pollInSameThread().untilAsserted(() -> {
            Footprint now = now();
            if (now.threads.size() > threads.size() || now.descriptors > descriptors) {
                throw new AssertionError("expected at most " + this.threads.size() + " threads and "
                        + descriptors + " descriptors, got " + now.threads.size() + " and "
                        + now.descriptors + "; new threads: " + now.newSince(this));
            }
        });
    }

    private List<String> newSince(Footprint before) {
        return threads.entrySet().stream()
                .filter(thread -> !before.threads.containsKey(thread.getKey()))
                .map(Map.Entry::getValue)
                .sorted()
                .toList();
    }
}
