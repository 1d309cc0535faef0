package chaski.node.context;

import chaski.api.protocol.Environment;
import java.security.SecureRandom;
import java.util.TimeZone;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The real clocks, one thread for the control loop, and a thread for each task that may block, which is reused for
 * later tasks. All threads are daemons, named after the node, and end with {@link #close}.
 */
public final class RealEnvironment implements Environment {

    private static final System.Logger LOG = System.getLogger(RealEnvironment.class.getName());

    private final String name;
    private final ScheduledThreadPoolExecutor loop;
    private final SecureRandom random = new SecureRandom();
    private final ReusedThreads threads;

    @SuppressWarnings("ThreadLocalUsage") // one per node; removed before a foreign thread continues
    private final ThreadLocal<Boolean> inside = ThreadLocal.withInitial(() -> false);

    private volatile @Nullable Thread control;
    private final WallClock wallClock =
            new WallClock(System::currentTimeMillis, task -> start("clock", task), RealEnvironment::millisecond);

    public RealEnvironment(String name) {
        this.name = name;
        this.threads = new ReusedThreads("chaski-" + name + "-");
        this.loop = new ScheduledThreadPoolExecutor(1, task -> control("chaski-" + name + "-control", task));
        loop.setRemoveOnCancelPolicy(true);
        loop.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        prepareLogging();
    }

    /**
     * The JDK reads the time zone file for the first line that it logs, and if it cannot, it never logs again. Reading
     * it early avoids a moment in which the process has no free descriptor.
     */
    private static void prepareLogging() {
        TimeZone zone = TimeZone.getDefault();
        LOG.log(System.Logger.Level.TRACE, "logs in the time zone {0}", zone.getID());
    }

    /** Lives as long as the node, so it must not hold the class loader of the thread that started it. */
    private Thread control(String threadName, Runnable task) {
        Thread thread = new Thread(EndedThreads.task(task), threadName);
        thread.setDaemon(true);
        thread.setContextClassLoader(RealEnvironment.class.getClassLoader());
        control = thread;
        return thread;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long wallTimeMillis() {
        return wallClock.millis();
    }

    private static boolean millisecond() {
        LockSupport.parkNanos(1_000_000);
        return !Thread.currentThread().isInterrupted();
    }

    /**
     * Returns random numbers for what is drawn before there is an environment.
     *
     * @return a new source
     */
    public static RandomGenerator randomSource() {
        return new SecureRandom();
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public void execute(Runnable task) {
        try {
            loop.execute(guarded(task));
        } catch (RejectedExecutionException closed) {
            LOG.log(System.Logger.Level.DEBUG, "node {0} is closed, a task is dropped", name);
        }
    }

    @Override
    public Cancellable schedule(long delayNs, Runnable task) {
        try {
            Future<?> future = loop.schedule(guarded(task), Math.max(0, delayNs), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException closed) {
            LOG.log(System.Logger.Level.DEBUG, "node {0} is closed, a timer is dropped", name);
            return () -> {};
        }
    }

    /**
     * A failure of one task must not end the others, nor vanish in a future that is never read. This includes an {@link
     * Error}, such as a class that cannot be found because the framework has stopped.
     */
    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOG.log(System.Logger.Level.ERROR, "node " + name + ": a task of the control loop failed", e);
            }
        };
    }

    @Override
    public Cancellable start(String what, Runnable task) {
        return threads.start(what, task);
    }

    @Override
    public void runInside(Runnable userCode) {
        if (isInsideUserCode()) {
            userCode.run();
            return;
        }
        inside.set(true);
        try {
            userCode.run();
        } finally {
            inside.remove();
        }
    }

    @Override
    public boolean isInside() {
        return Thread.currentThread() == control || threads.isInside() || isInsideUserCode();
    }

    private boolean isInsideUserCode() {
        boolean is = inside.get();
        if (!is) {
            inside.remove(); // a query leaves nothing behind
        }
        return is;
    }

    @Override
    public void close() {
        loop.shutdown();
        threads.close();
    }
}
