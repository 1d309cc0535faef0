package chaski.streamer.publish;

import chaski.api.node.Environment;
import chaski.api.node.Route;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one publisher that wait for room or credit, first in, first out. Only the first one is offered to the route, where it
 * has a place of its own; while there is one, no other message of the publisher goes out, so that none is overtaken again and again.
 *
 * <p>Nothing here blocks and no thread is needed: an {@link Entry} is notified when another {@linkplain Entry#attempt attempt} is
 * worth while. A blocking {@code publish} is a thread that parks between attempts. Callbacks of {@code whenWritable} wait here, too,
 * behind all messages.
 *
 * <p>Thread-safe; what is notified is called without the lock.
 */
final class PublishQueue {

    private final Outlet outlet;

    // guarded by this
    private final ArrayDeque<Entry> entries = new ArrayDeque<>(2);
    private final Set<Callback> callbacks = new LinkedHashSet<>();

    private volatile boolean occupied;

    PublishQueue(Outlet outlet) {
        this.outlet = outlet;
    }

    boolean isOccupied() {
        return occupied;
    }

    /** True if messages or callbacks wait. */
    synchronized boolean isWaitedFor() {
        return !entries.isEmpty() || !callbacks.isEmpty();
    }

    /**
     * Takes the last place for a message. {@link Entry#attempt} should follow at once, and after each notification.
     *
     * @param message the message
     * @param notified called, on any thread, whenever another attempt is worth while; must not block
     * @return the place, to be closed in any case
     */
    Entry enter(Outgoing message, Runnable notified) {
        Entry entry = new Entry(message, notified);
        synchronized (this) {
            entries.addLast(entry);
            occupied = true;
        }
        return entry;
    }

    /** One message's place. Used by one thread at a time. */
    final class Entry implements AutoCloseable {

        private final Outgoing message;
        private final Runnable notified;
        private Route.@Nullable Waiter place;

        private Entry(Outgoing message, Runnable notified) {
            this.message = message;
            this.notified = notified;
        }

        /**
         * Gives the message out if it is the first and nothing is in its way; then the place is left.
         *
         * @return how many subscriptions matched, or {@link Outlet#BLOCKED}
         * @throws chaski.api.ClosedException when the publisher is closed
         */
        int attempt() {
            outlet.checkOpen();
            if (!isFirst(this)) {
                return Outlet.BLOCKED;
            }
            Route.Waiter mine = place;
            if (mine == null) {
                mine = outlet.route().enter(notified);
                place = mine;
            }
            int matched = outlet.attempt(message, null, mine);
            if (matched != Outlet.BLOCKED) {
                close();
                message.pump();
            }
            return matched;
        }

        /** Leaves the queue. Without effect the second time. */
        @Override
        public void close() {
            if (place != null) {
                place.close();
            }
            leave(this);
        }
    }

    private synchronized boolean isFirst(Entry entry) {
        return entries.peekFirst() == entry;
    }

    private void leave(Entry entry) {
        Entry next;
        List<Callback> due;
        synchronized (this) {
            boolean wasFirst = entries.peekFirst() == entry;
            if (!entries.remove(entry)) {
                return;
            }
            next = wasFirst ? entries.peekFirst() : null;
            occupied = !entries.isEmpty();
            due = occupied ? List.of() : List.copyOf(callbacks);
        }
        if (next != null) {
            next.notified.run();
        }
        due.forEach(Callback::run);
    }

    /** Calls back once when no message waits and another one may get through, or when the publisher is closed. */
    void whenWritable(Runnable task) {
        Callback callback = new Callback(task);
        boolean behind;
        synchronized (this) {
            callbacks.add(callback);
            behind = occupied;
        }
        if (outlet.isClosed()) {
            callback.run();
        } else if (!behind) {
            callback.registered = outlet.route().whenWritable(callback::run);
        }
    }

    /** Calls its task once. */
    private final class Callback {

        private final Runnable task;
        private volatile Environment.Cancellable registered = () -> {};

        private Callback(Runnable task) {
            this.task = task;
        }

        void run() {
            boolean first;
            synchronized (PublishQueue.this) {
                first = callbacks.remove(this);
            }
            if (first) {
                registered.cancel();
                task.run();
            }
        }
    }

    /** The publisher was closed: whatever waits is notified. */
    void closed() {
        List<Entry> waiting;
        List<Callback> due;
        synchronized (this) {
            waiting = List.copyOf(entries);
            due = List.copyOf(callbacks);
        }
        waiting.forEach(e -> e.notified.run());
        due.forEach(Callback::run);
    }
}
