package chaski.node.channel;

import chaski.api.protocol.Environment;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The node's environment as a channel sees it. Scheduled tasks end with the channel, started threads are tracked while
 * they run, and failures of either do not affect the control loop. Thread-safe.
 */
public final class ChannelEnvironment implements Environment {

    private final Environment node;
    private final ChannelCalls calls;
    private final Set<Timer> timers = ConcurrentHashMap.newKeySet();
    private final Set<Started> started = ConcurrentHashMap.newKeySet();

    /** Creates the environment of one channel. */
    public ChannelEnvironment(Environment node, ChannelCalls calls) {
        this.node = node;
        this.calls = calls;
    }

    /** Cancels the scheduled tasks. The channel is closed, so no more follow. */
    public void cancelTimers() {
        timers.forEach(Timer::cancel);
    }

    /** Interrupts the started threads that are still running. */
    public void interrupt() {
        started.forEach(Started::cancel);
    }

    @Override
    public void execute(Runnable task) {
        node.execute(() -> calls.run("a task", task));
    }

    @Override
    public Cancellable schedule(long delayNs, Runnable task) {
        Timer timer = new Timer(task);
        timers.add(timer);
        timer.runsBy(node.schedule(delayNs, timer));
        if (calls.isClosed()) {
            timer.cancel();
        }
        return timer;
    }

    /**
     * Starts a task on a thread of its own. A task submitted after the end is not tracked and still runs, because a
     * caller may wait for it.
     */
    @Override
    public Cancellable start(String name, Runnable task) {
        if (!calls.enter()) {
            return node.start(name, calls.guarded(name, task));
        }
        Started thread = new Started(name, task);
        started.add(thread);
        boolean begun = false;
        try {
            thread.runsBy(node.start(name, thread));
            begun = true;
        } finally {
            if (!begun) {
                thread.forget();
            }
        }
        return thread;
    }

    /** A task of the control loop that holds no reference once it has run or was cancelled. */
    private final class Timer implements Cancellable, Runnable {

        private @Nullable Runnable task;
        private @Nullable Cancellable scheduled;

        Timer(Runnable task) {
            this.task = task;
        }

        synchronized void runsBy(Cancellable by) {
            if (task != null) {
                scheduled = by;
            }
        }

        @Override
        public void run() {
            Runnable now = take();
            if (now != null) {
                calls.run("a timer", now);
            }
        }

        private synchronized @Nullable Runnable take() {
            Runnable taken = task;
            task = null;
            timers.remove(this);
            return taken;
        }

        @Override
        public void cancel() {
            take();
            Cancellable by;
            synchronized (this) {
                by = scheduled;
                scheduled = null;
            }
            if (by != null) {
                by.cancel();
            }
        }
    }

    /** A task on a thread of its own. */
    private final class Started implements Cancellable, Runnable {

        private final String name;
        private @Nullable Runnable task;
        private @Nullable Cancellable thread;
        private boolean over;

        Started(String name, Runnable task) {
            this.name = name;
            this.task = task;
        }

        synchronized void runsBy(Cancellable by) {
            if (!over) {
                thread = by;
            }
        }

        @Override
        public void run() {
            Runnable now;
            synchronized (this) {
                now = task;
                task = null;
            }
            try {
                if (now != null) {
                    calls.guard(name, now);
                }
            } finally {
                forget();
            }
        }

        void forget() {
            synchronized (this) {
                over = true;
                thread = null;
            }
            started.remove(this);
            calls.leave();
        }

        @Override
        public void cancel() {
            Cancellable by;
            synchronized (this) {
                by = thread;
            }
            if (by != null) {
                by.cancel();
            }
        }
    }

    @Override
    public long nanoTime() {
        return node.nanoTime();
    }

    @Override
    public long wallTimeMillis() {
        return node.wallTimeMillis();
    }

    @Override
    public RandomGenerator random() {
        return node.random();
    }

    @Override
    public void runInside(Runnable userCode) {
        node.runInside(userCode);
    }

    @Override
    public boolean isInside() {
        return node.isInside();
    }

    /** Does nothing: the node's environment ends with the node. */
    @Override
    public void close() {}
}
