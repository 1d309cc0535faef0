package chaski.itest.soak;

import java.time.Duration;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Checks every second how long publishers have been waiting, and reports one that waits for too long, with the stacks
 * of all threads, once.
 */
final class StuckPublishers implements AutoCloseable {

    /** Longer than any fault lasts, including successive ones. */
    private static final Duration BOUND = Duration.ofSeconds(45);

    /** The wait that causes a log line. */
    private static final long LONG_S = 5;

    private final List<NumberPublisher> publishers;
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1);
    private volatile Duration longest = Duration.ZERO;
    private boolean reported;

    private StuckPublishers(List<NumberPublisher> publishers) {
        this.publishers = publishers;
    }

    static StuckPublishers watch(List<SoakNode> nodes) {
        StuckPublishers watch = new StuckPublishers(
                nodes.stream().flatMap(node -> node.publishers().stream()).toList());
        watch.clock.scheduleAtFixedRate(watch::look, 1, 1, TimeUnit.SECONDS);
        return watch;
    }

    private void look() {
        for (NumberPublisher publisher : publishers) {
            Duration waiting = publisher.waiting();
            if (waiting.toSeconds() >= LONG_S) {
                System.err.println(
                        LocalTime.now() + " " + publisher.name() + " waits for " + waiting.toSeconds() + " s");
            }
            longest = waiting.compareTo(longest) > 0 ? waiting : longest;
            if (waiting.compareTo(BOUND) > 0 && !reported) {
                reported = true;
                SoakMember.wrong(publisher.name() + " waits for " + waiting);
                dump();
            }
        }
    }

    /** {@return the longest wait so far} */
    Duration longest() {
        return longest;
    }

    /** Prints the stacks of all threads that run code of this project. */
    void dump() {
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            if (Arrays.stream(stack).anyMatch(frame -> frame.getClassName().startsWith("chaski."))) {
                System.err.println(thread.getName() + " " + thread.getState());
                Arrays.stream(stack).forEach(frame -> System.err.println("    at " + frame));
            }
        });
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
