package chaski.node.membership;

/** Runs what takes too long for the control loop on another thread. */
@FunctionalInterface
public interface BackgroundWork {

    /**
     * Runs work.
     *
     * @param name the purpose of the thread
     * @param work any thread; must not throw
     * @param then on the control loop, when the work is done; never if the node is closed before
     */
    void run(String name, Runnable work, Runnable then);
}
