package chaski.node.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EndedThreadsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void anEndedThreadThatIsStillReferencedHoldsNeitherItsTaskNorItsClassLoader() throws Exception {
        Run run = Run.start();

        run.thread.join(PATIENCE.toMillis());

        assertThat(run.thread.getContextClassLoader()).isNull();
        await().atMost(PATIENCE).pollInSameThread().until(() -> {
            System.gc();
            return run.task.get() == null;
        });
    }

    /** A thread and its task. */
    private record Run(Thread thread, WeakReference<Object> task) {

        static Run start() {
            Object used = new Object();
            Runnable task = () -> assertThat(used).isNotNull();
            Thread thread = new Thread(EndedThreads.task(task), "ending");
            thread.setDaemon(true);
            thread.start();
            return new Run(thread, new WeakReference<>(used));
        }
    }
}
