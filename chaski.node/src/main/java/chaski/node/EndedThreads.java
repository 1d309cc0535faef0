package chaski.node;

/**
 * What an ended thread must not hold. The JDK keeps its context class loader, and others keep the thread: the class loaders of Felix remember
 * each thread that once loaded a class while another one wanted it, too, for as long as their bundle lives. Then the engine that the
 * thread belonged to could not be collected after an update.
 */
final class EndedThreads {

    private EndedThreads() {}

    /** To be called on the thread, as the last thing that it does. */
    static void forget(Thread ending) {
        ending.setContextClassLoader(null);
    }
}
