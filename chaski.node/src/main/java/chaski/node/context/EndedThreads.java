package chaski.node.context;

import java.util.concurrent.FutureTask;

/**
 * What an ended thread must not hold. The JDK keeps its context class loader, and others keep the thread: the class loaders of Felix remember
 * each thread that once loaded a class while another one wanted it, too, for as long as their bundle lives. Then the engine that the
 * thread belonged to could not be collected after an update.
 */
final class EndedThreads {

    private EndedThreads() {}

    /**
     * Makes the task of a new thread. Since Java 19 a thread that has ended keeps its task: so that is one of the JDK's, which drops what it ran.
     * What the task throws goes to the thread's handler, as without this.
     */
    static Runnable task(Runnable task) {
        return new FutureTask<>(() -> run(task), null);
    }

    @SuppressWarnings("CatchingUnchecked") // a thread ends with whatever it is
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
