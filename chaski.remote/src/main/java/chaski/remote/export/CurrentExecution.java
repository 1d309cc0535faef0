package chaski.remote.export;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which call a thread is serving. Thread-safe. */
final class CurrentExecution {

    @SuppressWarnings("ThreadLocalUsage") // one a node: what a thread serves for one is no business of another
    private final ThreadLocal<@Nullable Execution> current = new ThreadLocal<>();

    Optional<Execution> get() {
        return Optional.ofNullable(current.get());
    }

    void run(Execution execution, Runnable task) {
        if (execution.begin()) {
            current.set(execution);
            try {
                task.run();
            } finally {
                current.remove();
                execution.leave();
            }
        }
    }
}
