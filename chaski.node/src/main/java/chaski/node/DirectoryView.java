package chaski.node;

import chaski.api.node.DirectoryEntry;
import chaski.api.protocol.Environment;
import java.util.List;
import java.util.function.Supplier;

/**
 * The copy of the directory that users read on any thread. It is made some time after a change, one for several changes. Confined
 * to the control loop, except for {@link #entries}.
 */
final class DirectoryView {

    /** Changes within this time lead to one copy. */
    static final long LEAST_DELAY_NS = 2_000_000L;

    /**
     * A large directory that changes continuously must not be copied continuously: one of 10,000 nodes is copied ten times a
     * second.
     */
    static final long DELAY_OF_ONE_NS = 10_000L;

    private final Environment environment;
    private final Supplier<List<DirectoryEntry>> directory;
    private volatile List<DirectoryEntry> entries = List.of();
    private boolean due;
    private boolean closed;

    /**
     * Creates an empty view.
     *
     * @param environment time
     * @param directory copies the directory; called on the control loop
     */
    DirectoryView(Environment environment, Supplier<List<DirectoryEntry>> directory) {
        this.environment = environment;
        this.directory = directory;
    }

    /** {@return the last copy; any thread} */
    List<DirectoryEntry> entries() {
        return entries;
    }

    /** Makes a copy soon. */
    void changed() {
        if (!due && !closed) {
            due = true;
            long delayNs = Math.max(LEAST_DELAY_NS, entries.size() * DELAY_OF_ONE_NS);
            environment.schedule(delayNs, () -> {
                due = false;
                entries = directory.get();
            });
        }
    }

    void close() {
        closed = true;
    }
}
