package chaski.streamer.fake;

import chaski.api.ClosedException;
import chaski.api.LimitException;
import chaski.api.Topic;
import chaski.api.protocol.DeclarationHandle;
import chaski.api.protocol.Environment;
import chaski.api.protocol.Route;
import chaski.api.protocol.RouteListener;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A route that the test blocks or frees, and that keeps the messages it was given. */
public final class FakeRoute implements Route {

    private final long number;
    private final Topic topic;
    private final ByteBuffer preamble;
    private final RouteListener listener;
    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private final List<Sent> datagrams = new CopyOnWriteArrayList<>();
    private final Set<Runnable> waiters = ConcurrentHashMap.newKeySet();
    private final List<Runnable> callbacks = new ArrayList<>();
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private volatile @Nullable Full full;
    private volatile int matched;
    private volatile boolean blocked;
    private volatile boolean closed;
    private volatile boolean inDoubt;

    FakeRoute(long number, Topic topic, ByteBuffer preamble, RouteListener listener) {
        this.number = number;
        this.topic = topic;
        this.preamble = preamble;
        this.listener = listener;
    }

    /** Blocks the route by a peer in doubt, and wakes waiters, as the engine does. */
    public void blockByDoubt() {
        blocked = true;
        inDoubt = true;
        waiters.forEach(Runnable::run);
    }

    /**
     * A message that was accepted.
     *
     * @param sequence its number
     * @param bytes head and body
     * @param receipt notified by {@link FakeRoute#settle}
     */
    public record Sent(
            long sequence, ByteBuffer bytes, @Nullable Receipt receipt) {}

    @Override
    public int datagram(long sequence, ByteBuffer head, ByteBuffer body) {
        if (head.remaining() + body.remaining() > MAX_DATAGRAM_BYTES) {
            throw new LimitException("too large");
        }
        ByteBuffer bytes = ByteBuffer.allocate(head.remaining() + body.remaining())
                .put(head.duplicate())
                .put(body.duplicate());
        datagrams.add(new Sent(sequence, bytes.flip(), null));
        return matched;
    }

    /** {@return the accepted messages} */
    public List<Sent> messages() {
        return sent;
    }

    /** {@return the datagrams} */
    public List<Sent> datagrams() {
        return datagrams;
    }

    /** {@return the topic} */
    public Topic topic() {
        return topic;
    }

    /** {@return the preamble} */
    public ByteBuffer preamble() {
        return preamble.duplicate();
    }

    /** {@return its listener} */
    public RouteListener listener() {
        return listener;
    }

    /** {@return how many wait in the queue} */
    public int waiting() {
        return waiters.size();
    }

    /** {@return whether it is closed} */
    public boolean isClosed() {
        return closed;
    }

    /**
     * Sets how many declarations of peers match.
     *
     * @param count how many
     */
    public void match(int count) {
        matched = count;
        listener.onMatchChanged();
    }

    /** Blocks the route. */
    public void block() {
        blocked = true;
    }

    /** Frees the route. */
    public void free() {
        blocked = false;
        inDoubt = false;
        waiters.forEach(Runnable::run);
        List<Runnable> due;
        synchronized (callbacks) {
            due = List.copyOf(callbacks);
            callbacks.clear();
        }
        due.forEach(Runnable::run);
    }

    /**
     * Every message has its outcome.
     *
     * @param acknowledged by how many peers
     * @param lost how many were lost
     */
    public void settle(int acknowledged, int lost) {
        for (Sent message : sent) {
            if (message.receipt() != null) {
                message.receipt().settled(acknowledged, lost);
            }
        }
        settled.complete(null);
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public int matched() {
        return matched;
    }

    @Override
    public int offer(
            long sequence,
            ByteBuffer head,
            ByteBuffer body,
            List<? extends DeclarationHandle> own,
            @Nullable Receipt receipt,
            @Nullable Waiter waiter) {
        if (closed) {
            throw new ClosedException("the route is closed");
        }
        if (blocked || (waiter == null && !waiters.isEmpty())) {
            full = null;
            return BLOCKED;
        }
        long cost = Route.cost((long) head.remaining() + body.remaining());
        for (DeclarationHandle window : own) {
            if (!window.tryReserve(cost)) {
                own.subList(0, own.indexOf(window)).forEach(w -> w.release(cost));
                full = new Full(window, cost);
                if (waiter instanceof Place place) {
                    window.whenReservable(cost, place.wake());
                }
                return BLOCKED;
            }
        }
        if (matched == 0) {
            if (receipt != null) {
                receipt.settled(0, 0);
            }
            return 0;
        }
        ByteBuffer bytes = ByteBuffer.allocate(head.remaining() + body.remaining())
                .put(head.duplicate())
                .put(body.duplicate())
                .flip();
        sent.add(new Sent(sequence, bytes, receipt));
        return matched;
    }

    @Override
    public Waiter enter(Runnable wake) {
        waiters.add(wake);
        return new Place(wake, waiters);
    }

    private record Place(Runnable wake, Set<Runnable> all) implements Waiter {

        @Override
        public void close() {
            all.remove(wake);
        }
    }

    private record Full(DeclarationHandle window, long cost) {}

    @Override
    public boolean reserve(long bytes, List<? extends DeclarationHandle> own, Waiter waiter) {
        if (blocked || closed) {
            return closed;
        }
        long cost = Route.cost(bytes);
        for (DeclarationHandle window : own) {
            if (!window.tryReserve(cost)) {
                own.subList(0, own.indexOf(window)).forEach(w -> w.release(cost));
                window.whenReservable(cost, ((Place) waiter).wake());
                return false;
            }
        }
        own.forEach(w -> w.release(cost)); // no other thread takes it in between
        return true;
    }

    @Override
    public Environment.Cancellable whenWritable(Runnable callback) {
        Full last = full;
        if (last != null) {
            return last.window().whenReservable(last.cost(), callback);
        }
        if (!blocked) {
            callback.run();
            return () -> {};
        }
        synchronized (callbacks) {
            callbacks.add(callback);
        }
        return () -> {
            synchronized (callbacks) {
                callbacks.remove(callback);
            }
        };
    }

    @Override
    public boolean isHeldUpByDoubt() {
        return inDoubt;
    }

    @Override
    public Optional<Stall> stall() {
        return Optional.empty();
    }

    @Override
    public long sent() {
        return sent.size();
    }

    @Override
    public long unconfirmed() {
        return settled.isDone() ? 0 : sent.size();
    }

    @Override
    public CompletionStage<Void> settled() {
        return settled;
    }

    @Override
    public void close() {
        closed = true;
    }
}
