package chaski.itest.soak;

import chaski.api.node.Chaski;
import chaski.api.node.Node;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * The resources of a process.
 *
 * @param threads the names of its threads
 * @param descriptors the number of open descriptors, or -1 if the system does not report it
 */
record ProcessFootprint(List<String> threads, long descriptors) {

    /** Files that the JVM may open at any time: jars, and the files of {@code /proc} that it reads. */
    private static final int FREE_DESCRIPTORS = 8;

    /** {@return the resources after a node was started and closed, so that all classes have been loaded} */
    static ProcessFootprint afterWarmUp() {
        try (Node node = Chaski.node()
                .listen("tcp://127.0.0.1:0")
                .listen("udp://127.0.0.1:0")
                .start()) {
            node.endpoints();
        }
        return now();
    }

    private static ProcessFootprint now() {
        List<String> threads = Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .sorted()
                .toList();
        return new ProcessFootprint(
                threads,
                ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                        ? unix.getOpenFileDescriptorCount()
                        : -1);
    }

    /** {@return the additional resources that it holds now; empty if there are none} */
    List<String> excess() {
        ProcessFootprint now = now();
        List<String> more = new ArrayList<>(now.threads);
        threads.forEach(more::remove);
        if (now.descriptors > descriptors + FREE_DESCRIPTORS) {
            more.add((now.descriptors - descriptors) + " descriptors");
        }
        return more;
    }
}
