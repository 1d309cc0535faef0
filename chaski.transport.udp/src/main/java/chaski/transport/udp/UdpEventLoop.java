package chaski.transport.udp;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SingleThreadIoEventLoop;
import java.util.concurrent.ThreadFactory;

/**
 * An event loop that outlives errors. Netty's ends for an {@link Error} that one channel or one task causes, be it only that a logger has no
 * descriptor left to open a file with; all links of the thread would be silent from then on.
 */
final class UdpEventLoop extends SingleThreadIoEventLoop {

    UdpEventLoop(ThreadFactory threads, IoHandlerFactory io) {
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

    /** To whoever handles what threads throw; a log may be what failed. */
    private static void report(Error error) {
        Thread thread = Thread.currentThread();
        try {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, error);
        } catch (RuntimeException | Error e) {
            // There is nobody left to report it to.
        }
    }
}
