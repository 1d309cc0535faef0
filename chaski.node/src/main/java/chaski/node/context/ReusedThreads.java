package chaski.node.context;

import chaski.api.protocol.Environment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs each task that may block on its own thread, and reuses the thread for later tasks: starting a thread takes
 * longer than most calls. A thread without a task ends after the idle time. A thread older than the maximum age takes
 * no further task: what user code left in its thread-locals, and what the JDK keeps of the thread that started it, may
 * hold the class loader of a bundle that has been replaced.
 *
 * <p>To a task, the thread looks new: it has its own name, the submitter's context class loader, the usual priority and
 * no interrupt. No reference to a task remains once it has ended. All threads are daemons. Thread-safe.
 */
final class ReusedThreads {

    static final long IDLE_NS = 5_000_000_000L;
    static final long AGE_NS = 10_000_000_000L;

    /** More idle threads are not needed after a burst. */
    static final int MOST_IDLE = 256;

    private final String prefix;
    private final long idleNs;
    private final long ageNs;
    private final ArrayDeque<Worker> idle = new ArrayDeque<>();
    private final Set<Task> tasks = ConcurrentHashMap.newKeySet();
    private final Set<Thread> busy = ConcurrentHashMap.newKeySet();
    private boolean closed;
    private long started;

    ReusedThreads(String prefix) {
        this(prefix, IDLE_NS, AGE_NS);
    }

    ReusedThreads(String prefix, long idleNs, long ageNs) {
        this.prefix = prefix;
        this.idleNs = idleNs;
        this.ageNs = ageNs;
    }

    /** Runs a task; the result interrupts it. After {@link #close} it still runs, on a thread that is not reused. */
    Environment.Cancellable start(String what, Runnable runnable) {
        Task task = new Task(prefix + what, runnable, Thread.currentThread().getContextClassLoader());
        tasks.add(task);
        Worker worker;
        synchronized (this) {
            worker = idle.pollLast(); // the one that was used last, so that others reach their idle time
            if (worker == null) {
                started++;
            } else {
                worker.next = task;
            }
        }
        if (worker == null) {
            begin(task);
        } else {
            LockSupport.unpark(worker.thread);
        }
        return task::cancel;
    }

    private void begin(Task task) {
        try {
            new Worker(task).thread.start();
        } catch (Throwable e) { // no more threads, or no memory
            tasks.remove(task);
            throw e;
        }
    }

    /** True if the calling thread runs a task. */
    boolean isInside() {
        return busy.contains(Thread.currentThread());
    }

    /** The number of idle threads. */
    synchronized int idle() {
        return idle.size();
    }

    /** The number of threads started so far. */
    synchronized long started() {
        return started;
    }

    /** Ends idle threads immediately, and interrupts the running tasks. */
    void close() {
        List<Worker> waiting;
        synchronized (this) {
            closed = true;
            waiting = new ArrayList<>(idle);
            idle.clear();
        }
        waiting.forEach(worker -> LockSupport.unpark(worker.thread));
        tasks.forEach(Task::cancel);
    }

    /** The loop of one thread. */
    private final class Worker implements Runnable {

        private final Thread thread;
        private final long bornNs = System.nanoTime();
        private @Nullable Task next;

        private Worker(Task first) {
            next = first;
            // without the inheritable thread-locals of the starting thread
            thread = new Thread(null, EndedThreads.task(this), first.name, 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(ReusedThreads.class.getClassLoader());
        }

        @Override
        public void run() {
            while (runNext()) {
                await();
            }
        }

        /** In a separate method, so that nothing on the stack of an idle thread refers to a task. */
        private boolean runNext() {
            Task task = take();
            if (task == null) {
                return false;
            }
            busy.add(thread);
            try {
                task.run(thread);
            } finally {
                busy.remove(thread);
                tasks.remove(task);
            }
            forgetTask();
            return offer();
        }

        /** Not reused if the task has failed: then the thread ends, by the task's own handler. */
        @SuppressWarnings("ThreadPriorityCheck") // reverts what a task has set; no caller relies on it
        private void forgetTask() {
            thread.setName(prefix + "idle");
            thread.setContextClassLoader(ReusedThreads.class.getClassLoader());
            thread.setUncaughtExceptionHandler(null);
            if (thread.getPriority() != Thread.NORM_PRIORITY) {
                thread.setPriority(Thread.NORM_PRIORITY);
            }
        }

        private @Nullable Task take() {
            synchronized (ReusedThreads.this) {
                Task task = next;
                next = null;
                return task;
            }
        }

        private boolean offer() {
            synchronized (ReusedThreads.this) {
                boolean keep = !closed && idle.size() < MOST_IDLE && System.nanoTime() - bornNs < ageNs;
                if (keep) {
                    idle.addLast(this);
                }
                return keep;
            }
        }

        /** Waits for a task, until the idle time is over or the threads are closed. */
        private void await() {
            long endNs = System.nanoTime() + idleNs;
            long leftNs = idleNs;
            while (isWaiting(leftNs)) {
                LockSupport.parkNanos(ReusedThreads.this, leftNs);
                Thread.interrupted(); // user code may keep a thread and interrupt it later
                leftNs = endNs - System.nanoTime();
            }
        }

        private boolean isWaiting(long leftNs) {
            synchronized (ReusedThreads.this) {
                if (next != null || closed) {
                    return false;
                }
                if (leftNs <= 0) {
                    idle.remove(this);
                }
                return leftNs > 0;
            }
        }
    }

    /**
     * One task. If it is cancelled before it starts, it starts interrupted, as on a thread that was interrupted before.
     */
    private static final class Task {

        private final String name;
        private @Nullable ClassLoader loader;
        private @Nullable Runnable runnable;
        private @Nullable Thread runner;
        private boolean cancelled;

        private Task(String name, Runnable runnable, @Nullable ClassLoader loader) {
            this.name = name;
            this.runnable = runnable;
            this.loader = loader;
        }

        private void run(Thread thread) {
            Runnable user = begin(thread);
            try {
                if (user != null) {
                    user.run();
                }
            } finally {
                end();
            }
        }

        private synchronized @Nullable Runnable begin(Thread thread) {
            thread.setName(name);
            thread.setContextClassLoader(loader);
            runner = thread;
            if (cancelled) {
                thread.interrupt();
            }
            Runnable user = runnable;
            // a handle that can still cancel it must not hold the task
            runnable = null;
            loader = null;
            return user;
        }

        private synchronized void end() {
            runner = null;
            Thread.interrupted(); // meant for this task
        }

        private synchronized void cancel() {
            cancelled = true;
            if (runner != null) {
                runner.interrupt();
            }
        }
    }
}
