package chaski.streamer.publish;

import chaski.api.protocol.Environment;
import chaski.api.protocol.Route;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one publisher that wait for room or credit, and the callbacks of {@code whenWritable}, first in,
 * first out. Only the first one waits in the route; meanwhile no other message of the publisher is sent, so that a
 * large one is not overtaken again and again.
 *
 * <p>Nothing here blocks and no thread is needed: an {@link Entry} is notified when another
 * {@linkplain Entry#attempt attempt} may succeed. A blocking {@code publish} is a thread that parks between attempts. A
 * {@link WritableTurn} attempts by itself, on the control loop.
 *
 * <p>Thread-safe. Notifications are sent outside the lock.
 */
final class PublishQueue {

    private final PublishPipeline pipeline;
    private final Environment environment;
    private final Executor userCallbacks;

    /** Guarded by this. */
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(2);

    private volatile boolean occupied;

    PublishQueue(PublishPipeline pipeline, Environment environment, Executor userCallbacks) {
        this.pipeline = pipeline;
        this.environment = environment;
        this.userCallbacks = userCallbacks;
    }

    /** A waiting message or callback. */
    interface Waiting {

        /** This has become the first, or the publisher sends nothing more. */
        void reconsider();
    }

    /** The turn of the publisher's next message, for which credit and windows are reserved. To be closed. */
    interface Turn extends AutoCloseable {

        Route.Waiter place();

        @Override
        void close();
    }

    boolean isOccupied() {
        return occupied;
    }

    /** True if messages or callbacks wait. */
    boolean isWaitedFor() {
        return occupied;
    }

    /**
     * Appends a message to the queue. {@link Entry#attempt} should follow immediately, and after each notification.
     *
     * @param message the message
     * @param notified called on any thread whenever another attempt may succeed; must not block
     * @return the entry, to be closed in any case
     */
    Entry enter(EncodedMessage message, Runnable notified) {
        Entry entry = new Entry(message, notified);
        add(entry);
        return entry;
    }

    /** One waiting message. Used by one thread at a time. */
    final class Entry implements Waiting, AutoCloseable {

        private final EncodedMessage message;
        private final Runnable notified;
        private Route.@Nullable Waiter place;

        private Entry(EncodedMessage message, Runnable notified) {
            this.message = message;
            this.notified = notified;
        }

        /**
         * Sends the message if it is the first and every receiver has room, and then leaves the queue.
         *
         * @return how many subscriptions matched, or {@link PublishPipeline#BLOCKED}
         * @throws chaski.api.ClosedException when the publisher is closed
         */
        int attempt() {
            pipeline.checkOpen();
            if (!isFirst(this)) {
                return PublishPipeline.BLOCKED;
            }
            Route.Waiter mine = place;
            if (mine == null) {
                mine = pipeline.route().enter(notified);
                place = mine;
            }
            int matched = pipeline.attemptInTurn(message, mine);
            if (matched != PublishPipeline.BLOCKED) {
                close();
                message.runInlineHandlers();
            }
            return matched;
        }

        @Override
        public void reconsider() {
            notified.run();
        }

        /** Leaves the queue. Has no effect the second time. */
        @Override
        public void close() {
            if (place != null) {
                place.close();
            }
            leave(this);
        }
    }

    /**
     * Calls back once, when there is room for a message as large as the last refused one, or when the publisher is
     * closed.
     */
    void whenWritable(Runnable task) {
        if (pipeline.isClosed()) {
            task.run(); // on the user's own thread: those of a closed node may be gone
            return;
        }
        WritableTurn callback = new WritableTurn(pipeline, this, environment, task, userCallbacks);
        synchronized (this) {
            if (waiting.peekLast() instanceof WritableTurn last && last.add(task)) {
                return;
            }
            add(callback);
        }
        callback.reconsider();
    }

    /** The turn that was given to a callback and not used yet, if that is the first; {@code null} if there is none. */
    @Nullable
    Turn takeTurn() {
        Waiting first = first();
        return first instanceof WritableTurn callback && callback.take() ? callback : null;
    }

    private synchronized void add(Waiting last) {
        waiting.addLast(last);
        occupied = true;
    }

    private synchronized @Nullable Waiting first() {
        return waiting.peekFirst();
    }

    boolean isFirst(Waiting one) {
        return first() == one;
    }

    void leave(Waiting one) {
        Waiting next;
        synchronized (this) {
            boolean wasFirst = waiting.peekFirst() == one;
            if (!waiting.remove(one)) {
                return;
            }
            next = wasFirst ? waiting.peekFirst() : null;
            occupied = !waiting.isEmpty();
        }
        if (next != null) {
            next.reconsider();
        }
    }

    /** The publisher was closed, or its topic is not granted any more: notifies everything that waits. */
    void reconsiderAll() {
        List<Waiting> all;
        synchronized (this) {
            all = List.copyOf(waiting);
        }
        all.forEach(Waiting::reconsider);
    }
}
