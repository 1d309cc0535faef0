package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The resources of this process: its threads, and its open descriptors where the system reports them.
 *
 * @param threads the names of all live threads except the frameworks' own; not the threads, which hold class loaders
 * @param descriptors how many descriptors are open, or -1
 */
record Footprint(List<String> threads, long descriptors) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * Frameworks open and close the jars of their bundles at any time. A transport that did not close its sockets and
     * selectors would leave three or more each time.
     */
    private static final int FRAMEWORKS_JARS = 8;

    /** The threads of each transport. */
    private static final int IO_THREADS = 2;

    static Footprint now() {
        List<String> threads = Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> !isFrameworks(name))
                .sorted()
                .toList();
        return new Footprint(threads, openDescriptors());
    }

    /** Threads of frameworks, which wait for work for up to a minute after their framework has stopped. */
    private static boolean isFrameworks(String thread) {
        return thread.startsWith("FelixResolver-") || thread.contains("Equinox Container: ");
    }

    private static long openDescriptors() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        return system instanceof UnixOperatingSystemMXBean unix ? unix.getOpenFileDescriptorCount() : -1;
    }

    /** Waits until the process holds no additional thread, by name, and no additional descriptor of ours. */
    void awaitAgain() {
        await().atMost(PATIENCE).pollInSameThread().untilAsserted(() -> {
            Footprint now = now();
            assertThat(now.beyond(this))
                    .as("threads that were not there before")
                    .isEmpty();
            assertThat(now.descriptors).as("descriptors").isLessThanOrEqualTo(descriptors + FRAMEWORKS_JARS);
        });
    }

    /**
     * {@return this footprint with all I/O threads of a number of transports of a scheme, which start only with their
     * first link}
     */
    Footprint withIoThreads(String scheme, int transports) {
        List<String> all = new ArrayList<>(threads);
        for (int thread = 1; thread <= IO_THREADS; thread++) {
            String name = "chaski-" + scheme + "-" + thread;
            all.removeIf(name::equals);
            all.addAll(Collections.nCopies(transports, name));
        }
        return new Footprint(all, descriptors);
    }

    private List<String> beyond(Footprint before) {
        List<String> more = new ArrayList<>(threads);
        before.threads.forEach(more::remove);
        return more;
    }
}
