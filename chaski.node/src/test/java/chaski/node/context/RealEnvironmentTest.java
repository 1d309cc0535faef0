package chaski.node.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RealEnvironmentTest {

    private static final long PATIENCE_SECONDS = 30;

    @Test
    void theControlThreadHoldsNoClassLoaderOnceItHasEnded() throws Exception {
        RealEnvironment environment = new RealEnvironment("n");
        CompletableFuture<Thread> control = new CompletableFuture<>();
        environment.execute(() -> control.complete(Thread.currentThread()));
        Thread thread = control.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(thread.getContextClassLoader()).isEqualTo(RealEnvironment.class.getClassLoader());

        environment.close();

        thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        assertThat(thread.isAlive()).isFalse();
        assertThat(thread.getContextClassLoader()).isNull();
    }
}
