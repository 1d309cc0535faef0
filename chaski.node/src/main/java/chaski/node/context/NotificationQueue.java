package chaski.node.context;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;

/**
 * Notifications that are delivered at the end of a call, when the state of the caller is consistent. A notification may cause further
 * ones; they are delivered after it, in order, by the same call. Confined to one thread.
 */
public final class NotificationQueue {

    private final Queue<Runnable> queue = new ArrayDeque<>();
    private boolean delivering;

    /** An empty queue. */
    public NotificationQueue() {}

    /**
     * Adds a notification.
     *
     * @param notification run by the next {@link #deliver}, or by the one that is running
     */
    public void add(Runnable notification) {
        queue.add(notification);
    }

    /**
     * Adds notifications.
     *
     * @param notifications in the order of delivery
     */
    public void addAll(Collection<? extends Runnable> notifications) {
        queue.addAll(notifications);
    }

    /** Delivers everything. Does nothing when called by a notification: those added meanwhile come next anyway. */
    public void deliver() {
        if (delivering) {
            return;
        }
        delivering = true;
        try {
            for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
                next.run();
            }
        } finally {
            delivering = false;
        }
    }
}
