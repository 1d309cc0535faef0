package chaski.node.context;

import java.util.concurrent.FutureTask;

/**
 * Clears what an ended thread must not hold. The JDK keeps its context class loader, and others keep the thread: the
 * class loaders of Felix remember each thread that once loaded a class while another one requested it, for as long as
 * their bundle lives. The engine that started the thread could then not be collected after an update.
 */
final class EndedThreads {

    private EndedThreads() {}

    /**
     * Wraps the task of a new thread. Since Java 19 an ended thread keeps its task; a {@link FutureTask} drops what it
     * ran. Exceptions reach the thread's handler, as without the wrapper.
     */
    static Runnable task(Runnable task) {
        return new FutureTask<>(() -> run(task), null);
    }

    @SuppressWarnings("CatchingUnchecked") // a thread ends with whatever loader it has
    private static void run(Runnable task) {
        Thread thread = Thread.currentThread();
        try {
            task.run();
        } catch (Throwable e) {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        } finally {
            thread.setContextClassLoader(null);
        }
    }
}
