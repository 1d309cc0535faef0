package chaski.remote.stream;

import chaski.api.protocol.Environment;

/**
 * Runs one task on a thread of its own whenever there may be something to do, never twice at the same time. The thread is given
 * back when there is nothing. Thread-safe.
 */
final class SerialExecutor {

    private final Environment environment;
    private final Runnable task;
    private boolean running;
    private boolean again;

    SerialExecutor(Environment environment, Runnable task) {
        this.environment = environment;
        this.task = task;
    }

    /** There may be something to do. Never blocks; may be called under locks. */
    void trigger() {
        synchronized (this) {
            again = true;
            if (running) {
                return;
            }
            running = true;
        }
        environment.start("stream", this::run);
    }

    private void run() {
        while (shouldContinue()) {
            task.run();
        }
    }

    private synchronized boolean shouldContinue() {
        running = again;
        again = false;
        return running;
    }
}
