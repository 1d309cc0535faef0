package chaski.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class TcpEventLoopTest {

    private final Queue<Throwable> reported = new ConcurrentLinkedQueue<>();

    /** Handles no channels; fails once. */
    private static final class FailingOnce implements IoHandler {

        private boolean failed;

        @Override
        public int run(IoHandlerContext context) {
            if (!failed) {
                failed = true;
                throw new NoClassDefFoundError("of a logger");
            }
            LockSupport.parkNanos(1_000_000);
            return 0;
        }

        @Override
        public void prepareToDestroy() {}

        @Override
        public void destroy() {}

        @Override
        public IoRegistration register(IoHandle handle) {
            throw new AssertionError("not called");
        }

        @Override
        public void wakeup() {}

        @Override
        public boolean isCompatible(Class<? extends IoHandle> type) {
            return true;
        }
    }

    private Thread thread(Runnable task) {
        Thread thread = TcpIoThreads.daemon("steady", new Thread(task));
        thread.setUncaughtExceptionHandler((failed, error) -> reported.add(error));
        return thread;
    }

    @Test
    void anErrorOfOneChannelDoesNotEndTheThreadForTheOthers() throws Exception {
        TcpEventLoop loop = new TcpEventLoop(this::thread, executor -> new FailingOnce());
        CountDownLatch ran = new CountDownLatch(2);
        loop.execute(ran::countDown);
        loop.execute(ran::countDown);

        assertThat(ran.await(60, TimeUnit.SECONDS)).isTrue();

        assertThat(reported).singleElement().isInstanceOf(NoClassDefFoundError.class);
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        assertThat(loop.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }
}
