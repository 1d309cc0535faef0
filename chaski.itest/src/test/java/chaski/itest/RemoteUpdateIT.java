package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.node.Node;
import chaski.api.remote.CallOptions;
import chaski.api.remote.Remote;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;

/**
 * A bundle whose service is called continuously by many callers is updated again and again, without an effect on
 * callers.
 */
@Tag("slow")
public final class RemoteUpdateIT {

    private static final int CALLERS = 200;
    private static final int UPDATES = 20;
    private static final int MOST_CALLS = 1_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String MAIN = """
            package user;

            import java.util.Map;
            import java.util.concurrent.CountDownLatch;
            import java.util.concurrent.TimeUnit;
            import java.util.concurrent.atomic.AtomicIntegerArray;
            import org.osgi.framework.*;

            public final class Main implements BundleActivator {

                @Override
                public void start(BundleContext context) {
                    AtomicIntegerArray executed =
                            context.getService(context.getServiceReference(AtomicIntegerArray.class));
                    Doubling doubling = n -> {
                        executed.incrementAndGet(n);
                        new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
                        return new Answer(2 * n);
                    };
                    context.registerService(
                            Doubling.class,
                            doubling,
                            FrameworkUtil.asDictionary(Map.of("chaski.export", "doubling", "chaski.node", "a")));
                }

                @Override
                public void stop(BundleContext context) {}
            }
            """;

    private static final String DOUBLING = """
            package user;

            public interface Doubling {
                Answer twice(int n) throws InterruptedException;
            }
            """;

    private static final String ANSWER = """
            package user;

            public record Answer(int value) {}
            """;

    /** The interface of the bundle's service, as the callers know it: they have none of its classes. */
    public interface Doubling {

        /** Doubles. */
        Answer twice(int n);
    }

    /**
     * The result, as the callers know it.
     *
     * @param value the double
     */
    public record Answer(int value) {}

    private final AtomicIntegerArray executed = new AtomicIntegerArray(MOST_CALLS);
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger returned = new AtomicInteger();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    @Test
    void updatesUnderLoadFailNoCallRunEachOnceAndLeaveNothingBehind(@TempDir Path storage, @TempDir Path work)
            throws Exception {
        try (OsgiContainer container = OsgiContainer.sharing(OsgiFramework.FELIX, storage)) {
            container.context().registerService(AtomicIntegerArray.class, executed, null);
            container.configure("chaski.node", "a", Map.of("name", "a", "listen", "tcp://127.0.0.1:0"));
            Node a = node(container, "a");
            await().atMost(PATIENCE).until(() -> !a.endpoints().isEmpty());
            container.configure(
                    "chaski.node",
                    "b",
                    Map.of("name", "b", "join", a.endpoints().get(0).toString()));
            Remote remote = node(container, "b").service(Remote.class);
            UserBundle exporter = UserBundle.of("user.doubling", work, MAIN, DOUBLING, ANSWER);
            Bundle bundle = exporter.start(container);
            List<Thread> callers =
                    callers(remote.proxy("doubling", Doubling.class, CallOptions.DEFAULT.deadline(PATIENCE)));

            List<WeakReference<ClassLoader>> before = new ArrayList<>();
            for (int i = 0; i < UPDATES; i++) {
                awaitProgress();
                before.add(loader(bundle));
                bundle.update(exporter.open());
            }
            awaitProgress();
            over = true;
            for (Thread caller : callers) {
                caller.join(PATIENCE.toMillis());
                assertThat(caller.isAlive()).isFalse();
            }

            assertThat(wrong).isEmpty();
            assertThat(returned).hasValue(calls.get());
            for (int call = 0; call < calls.get(); call++) {
                assertThat(executed.get(call)).as("executions of call %d", call).isOne();
            }
            container.refresh();
            await().atMost(PATIENCE).pollInSameThread().untilAsserted(() -> {
                System.gc();
                assertThat(before).noneMatch(loader -> loader.get() != null);
            });
        }
    }

    private static Node node(OsgiContainer container, String name) {
        List<ServiceReference<Node>> found = new ArrayList<>();
        await().atMost(PATIENCE).until(() -> {
            found.addAll(container.context().getServiceReferences(Node.class, "(chaski.node=" + name + ")"));
            return !found.isEmpty();
        });
        return container.context().getService(found.get(0));
    }

    private static WeakReference<ClassLoader> loader(Bundle bundle) {
        return new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader());
    }

    private List<Thread> callers(Doubling doubling) {
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            Thread caller = new Thread(() -> callUntilItIsOver(doubling), "caller-" + i);
            caller.start();
            callers.add(caller);
        }
        return callers;
    }

    private void callUntilItIsOver(Doubling doubling) {
        while (!over) {
            int call = calls.getAndIncrement();
            try {
                int value = doubling.twice(call).value();
                returned.incrementAndGet();
                if (value != 2 * call) {
                    wrong.add("call " + call + " returned " + value);
                }
            } catch (RuntimeException e) {
                wrong.add("call " + call + ": " + e);
            }
        }
    }

    /**
     * Waits until about as many calls have ended as there are callers: all are active, and their calls reach the
     * current version.
     */
    private void awaitProgress() {
        int before = returned.get();
        await().atMost(PATIENCE).until(() -> returned.get() > before + CALLERS || !wrong.isEmpty());
    }
}
