package chaski.remote.channel;

import chaski.api.ClosedException;
import chaski.api.LimitException;
import chaski.api.ProtocolException;
import chaski.api.protocol.PeerRoute;
import chaski.api.protocol.Route;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages to one peer in order: into the session's log while it has room, otherwise through a queue. The queue
 * is bounded by the number of calls that may be pending in either direction, since streams send only while it is empty.
 * A peer that sends calls and does not accept the answers violates the protocol.
 *
 * <p>Guarded by itself; the session's lock is taken inside.
 */
final class SendQueue {

    /** More than twice the calls that a peer may have pending in the largest reasonable configuration. */
    private static final int MAX_QUEUED = 32_768;

    /** The longest head of a message; the rest is its body. */
    private static final int MAX_HEAD_BYTES = 32 * 1024;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final PeerRoute route;
    private final long maxBytes;
    private final ArrayDeque<QueuedMessage> queue = new ArrayDeque<>();
    private final Set<Runnable> waiting = new LinkedHashSet<>();
    private Route.@Nullable Waiter waiter;
    private long sequence;
    private boolean flushing;
    private boolean again;
    private boolean closed;

    SendQueue(PeerRoute route, long maxBytes) {
        this.route = route;
        this.maxBytes = maxBytes;
    }

    private enum State {
        QUEUED,
        APPENDED,
        GONE
    }

    private final class QueuedMessage implements SendHandle {

        private ByteBuffer bytes;
        private State state = State.QUEUED;
        private long number;

        QueuedMessage(ByteBuffer bytes) {
            this.bytes = bytes;
        }

        @Override
        public boolean withdraw() {
            synchronized (SendQueue.this) {
                if (state == State.QUEUED) {
                    queue.remove(this);
                    state = State.GONE;
                    flush();
                } else if (state == State.APPENDED && route.withdraw(number)) {
                    state = State.GONE;
                }
                return state == State.GONE;
            }
        }

        @Override
        public boolean mayArrive() {
            synchronized (SendQueue.this) {
                return state == State.APPENDED;
            }
        }
    }

    synchronized SendHandle send(ByteBuffer bytes) {
        if (bytes.remaining() > maxBytes) {
            throw new LimitException("expected a call or result of at most " + maxBytes
                    + " bytes (half of session.sendLogBytes), got " + bytes.remaining());
        }
        QueuedMessage item = new QueuedMessage(bytes);
        if (closed) {
            item.state = State.GONE;
        } else if (!queue.isEmpty() || !offer(item)) {
            queue.addLast(item);
            flush();
        }
        return item;
    }

    void introduce() {
        route.introduce();
    }

    /** Throws if the peer sends more while it does not accept the answers. */
    synchronized void checkBacklog() {
        if (queue.size() > MAX_QUEUED) {
            throw new ProtocolException(
                    "expected the peer to accept answers, got calls while " + queue.size() + " of them wait");
        }
    }

    /** Sends as much as there is room for. The session calls it again when there is more room; calls may nest. */
    private synchronized void flush() {
        if (flushing) {
            again = true;
            return;
        }
        flushing = true;
        try {
            boolean moved = true;
            while (moved && !queue.isEmpty()) {
                again = false;
                moved = offerFirst() || again;
            }
        } finally {
            flushing = false;
        }
        if (queue.isEmpty()) {
            leave();
            List<Runnable> callbacks = List.copyOf(waiting);
            waiting.clear();
            callbacks.forEach(Runnable::run);
        }
    }

    synchronized boolean isFree(Runnable whenFree) {
        boolean free = queue.isEmpty();
        if (!free) {
            waiting.add(whenFree);
        }
        return free;
    }

    private boolean offerFirst() {
        QueuedMessage first = queue.getFirst();
        if (waiter == null) {
            waiter = route.enter(this::flush);
        }
        if (!offer(first)) {
            return false;
        }
        queue.remove(first);
        leave();
        return true;
    }

    private void leave() {
        Route.Waiter left = waiter;
        waiter = null;
        if (left != null) {
            left.close();
        }
    }

    /** True if the message needs no more attempts: it is in the log, or will never be. */
    private boolean offer(QueuedMessage item) {
        try {
            int matched = item.bytes.remaining() <= MAX_HEAD_BYTES
                    ? route.offer(sequence + 1, item.bytes, NOTHING, null, waiter)
                    : offerInParts(item.bytes);
            if (matched == Route.BLOCKED) {
                return false;
            }
            item.bytes = NOTHING;
            sequence++;
            item.number = sequence;
            item.state = matched > 0 ? State.APPENDED : State.GONE;
        } catch (ClosedException e) {
            // The remote or its node has closed; pending calls end with the session.
            item.state = State.GONE;
        } catch (LimitException e) {
            item.state = State.GONE;
            if (queue.peekFirst() != item) {
                throw e;
            }
        }
        return true;
    }

    private int offerInParts(ByteBuffer bytes) {
        ByteBuffer head = bytes.slice(0, MAX_HEAD_BYTES);
        ByteBuffer body = bytes.slice(MAX_HEAD_BYTES, bytes.remaining() - MAX_HEAD_BYTES);
        return route.offer(sequence + 1, head, body, null, waiter);
    }

    /** The session ended: queued messages are not sent. */
    synchronized void close() {
        closed = true;
        queue.forEach(item -> item.state = State.GONE);
        queue.clear();
        waiting.clear();
        leave();
    }

    synchronized void closeRoute() {
        close();
        route.close();
    }
}
