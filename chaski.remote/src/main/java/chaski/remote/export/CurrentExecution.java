package chaski.remote.export;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The call that the current thread serves. Thread-safe. */
final class CurrentExecution {

    @SuppressWarnings("ThreadLocalUsage") // one per node, since a thread may serve calls of several
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
