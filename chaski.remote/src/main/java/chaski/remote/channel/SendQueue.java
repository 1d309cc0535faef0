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
 * What one peer is sent, in order: straight into the session's log while there is room, else in a queue until there is. The queue is
 * bounded by what may be asked for: calls, which are counted, and answers to the peer's calls; streams wait until it is empty. A peer that
 * asks for more and does not take the answers breaks the protocol.
 *
 * <p>Guarded by itself; the session's lock is taken inside.
 */
final class SendQueue {

    /** Twice as many as a peer may have calls pending by the largest configuration that makes sense, and some. */
    private static final int MAX_QUEUED = 32_768;

    private static final ByteBuffer NO_BODY = ByteBuffer.allocate(0);

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

        private final ByteBuffer bytes;
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

    /** Refuses to take more from a peer that does not take what it asked for. */
    synchronized void checkBacklog() {
        if (queue.size() > MAX_QUEUED) {
            throw new ProtocolException(
                    "expected the peer to take answers, got calls while " + queue.size() + " of them wait");
        }
    }

    /** Sends what there is room for. Called again by the session when there is more; also from within itself. */
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

    /** Whether it is out of the way: in the log, or never to get there. */
    private boolean offer(QueuedMessage item) {
        try {
            int matched = route.offer(sequence + 1, item.bytes.slice(0, headBytes(item)), body(item), null, waiter);
            if (matched == Route.BLOCKED) {
                return false;
            }
            sequence++;
            item.number = sequence;
            item.state = matched > 0 ? State.APPENDED : State.GONE;
        } catch (ClosedException e) {
            // The remote or its node has closed; who waits for an answer is told by the end of the session.
            item.state = State.GONE;
        } catch (LimitException e) {
            item.state = State.GONE;
            if (queue.peekFirst() != item) {
                throw e;
            }
        }
        return true;
    }

    private static int headBytes(QueuedMessage item) {
        return Math.min(item.bytes.remaining(), 32 * 1024);
    }

    private static ByteBuffer body(QueuedMessage item) {
        int head = headBytes(item);
        return item.bytes.remaining() == head ? NO_BODY : item.bytes.slice(head, item.bytes.remaining() - head);
    }

    /** The session is over: what waits is not sent. */
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
