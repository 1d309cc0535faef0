package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.remote.Remote;
import chaski.api.remote.RemoteFunction;
import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Successive calls run on the same threads, which end with the node. */
class CallThreadsTest {

    private static final int CALLS = 500;

    /**
     * A margin for a thread that has not returned to the pool when its call has ended, and for other threads of the
     * JVM.
     */
    private static final int FEW = CALLS / 10;

    private final Nodes nodes = new Nodes();

    @AfterEach
    void stop() {
        nodes.close();
    }

    private static long startedBy(Runnable task) {
        long before = ManagementFactory.getThreadMXBean().getTotalStartedThreadCount();
        task.run();
        return ManagementFactory.getThreadMXBean().getTotalStartedThreadCount() - before;
    }

    interface Desk {
        int apply(Function<Integer, Integer> callback, int value);
    }

    @Test
    void callsKeepTheirThreads() {
        Remote there = nodes.remote("there");
        Remote here = nodes.remote("here");
        there.attach("increment", Integer.class, Integer.class, n -> n + 1);
        there.export("desk", Desk.class, (callback, value) -> callback.apply(value));
        RemoteFunction<Integer> increment = here.function("increment", Integer.class);
        Desk desk = here.proxy("desk", Desk.class);
        assertThat(increment.call(1)).isEqualTo(2);
        assertThat(desk.apply(n -> 2 * n, 3)).isEqualTo(6);

        assertThat(startedBy(() -> IntStream.range(0, CALLS)
                        .forEach(i -> assertThat(increment.call(i)).isEqualTo(i + 1))))
                .as("threads for calls")
                .isLessThan(FEW);
        assertThat(startedBy(() -> IntStream.range(0, CALLS)
                        .forEach(i -> assertThat(increment.callAsync(i).join()).isEqualTo(i + 1))))
                .as("threads for calls and results")
                .isLessThan(FEW);
        assertThat(startedBy(() -> IntStream.range(0, CALLS)
                        .forEach(i -> assertThat(desk.apply(n -> n + i, 1)).isEqualTo(i + 1))))
                .as("threads for calls and callbacks")
                .isLessThan(FEW);
    }

    @Test
    void callsOfTheSameTimeStillHaveThreadsOfTheirOwn() {
        Remote there = nodes.remote("there");
        Remote here = nodes.remote("here");
        CompletableFuture<Integer> last = new CompletableFuture<>();
        there.attach("join", Integer.class, Integer.class, n -> n < 99 ? last.join() : complete(last, n));
        RemoteFunction<Integer> join = here.function("join", Integer.class);

        Set<Integer> results = IntStream.range(0, 100).mapToObj(join::callAsync).collect(Collectors.toList()).stream()
                .map(CompletableFuture::join)
                .collect(Collectors.toSet());

        assertThat(results).containsExactly(99);
    }

    private static int complete(CompletableFuture<Integer> future, int value) {
        future.complete(value);
        return value;
    }

    @Test
    void idleThreadsAreGoneWithTheirNode() {
        Remote there = nodes.remote("there");
        Remote here = nodes.remote("here");
        there.attach("increment", Integer.class, Integer.class, n -> n + 1);
        assertThat(here.function("increment", Integer.class).callAsync(1).join())
                .isEqualTo(2);
        await().atMost(Nodes.LONG).until(() -> {
            assertThat(here.function("increment", Integer.class).call(1)).isEqualTo(2);
            return names().contains("chaski-there-idle");
        });

        nodes.close();

        await().atMost(Nodes.LONG).untilAsserted(() -> assertThat(names())
                .noneMatch(name -> name.startsWith("chaski-there-") || name.startsWith("chaski-here-")));
    }

    private static Set<String> names() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).collect(Collectors.toSet());
    }
}
