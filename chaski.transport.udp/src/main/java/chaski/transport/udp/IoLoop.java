package chaski.transport.udp;

/** One I/O thread. Thread-safe. */
interface IoLoop {

    /** {@return whether the caller runs on it} */
    boolean current();

    /**
     * Runs a task on it, after those it was given before.
     *
     * @throws java.util.concurrent.RejectedExecutionException when it has ended
     */
    void execute(Runnable task);

    /** Runs a task on it after it has polled its sockets. */
    void executeAfterPoll(Runnable task);

    /** Runs a task on it later; only called on it. */
    Timer schedule(long delayNs, Runnable task);

    /** {@return the monotonic clock} */
    long nanoTime();

    /** A task that is not due yet. */
    @FunctionalInterface
    interface Timer {

        /** Cancels it; has no effect when it has run. */
        void cancel();
    }
}
