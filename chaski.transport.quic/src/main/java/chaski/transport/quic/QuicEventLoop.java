package chaski.transport.quic;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SingleThreadIoEventLoop;
import java.util.concurrent.ThreadFactory;

/**
 * An event loop that survives errors. Netty's own ends at an {@link Error} of one channel or task, such as a logger that has no descriptor
 * left to open a file; all other links of the thread would be dead from then on.
 */
final class QuicEventLoop extends SingleThreadIoEventLoop {

    QuicEventLoop(ThreadFactory threads, IoHandlerFactory io) {
        super(null, threads, io);
    }

    @Override
    protected int runIo() {
        try {
            return super.runIo();
        } catch (Error e) {
            report(e);
            return 0;
        }
    }

    @Override
    protected boolean runAllTasks(long timeoutNanos) {
        try {
            return super.runAllTasks(timeoutNanos);
        } catch (Error e) {
            report(e);
            return true;
        }
    }

    /** Reports to the handler of uncaught exceptions, because the log itself may have failed. */
    private static void report(Error error) {
        Thread thread = Thread.currentThread();
        try {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, error);
        } catch (RuntimeException | Error e) {
            // Nothing else is left to report it to.
        }
    }
}
