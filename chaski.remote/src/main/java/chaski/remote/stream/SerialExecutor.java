package chaski.remote.stream;

import chaski.api.protocol.Environment;

/**
 * Runs one task each time it is triggered, never concurrently with itself. Triggers while it runs are merged into one more run. An idle
 * thread is returned. Thread-safe.
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

    /** Runs the task soon. Never blocks; may be called under locks. */
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
