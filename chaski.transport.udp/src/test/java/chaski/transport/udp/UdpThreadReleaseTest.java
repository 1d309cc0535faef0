package chaski.transport.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

/** What an ended thread may still hold, since frameworks may hold the thread. */
class UdpThreadReleaseTest {

    private int runs;

    @Test
    void aTaskThatHasRunHoldsNothingOfTheBundle() {
        Runnable task = new Runnable() {
            @Override
            public void run() {
                runs++;
            }
        };
        WeakReference<Runnable> watched = new WeakReference<>(task);
        Runnable lettingGo = NettyLoop.releasing(task);
        task = () -> {};
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try {
            lettingGo.run();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }

        assertThat(runs).isEqualTo(1);
        assertThat(lettingGo.getClass().getClassLoader()).as("that of the JDK").isNull();
        await().until(() -> {
            System.gc();
            return watched.get() == null;
        });
        lettingGo.run();
        assertThat(runs).isEqualTo(1);
    }
}
