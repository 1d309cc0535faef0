package chaski.remote.stream;

import chaski.api.CodecException;
import chaski.api.ProtocolException;
import chaski.remote.line.Line;
import chaski.remote.wire.Failure;
import chaski.remote.wire.RemoteMessage;
import chaski.remote.wire.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The subscriber's end of a stream. What arrives waits in a queue, whose length is bounded by what was granted: the subscriber's demand, and
 * no more than a window beyond what it has taken. All signals come from the thread of its pump, so they are serial; {@code request} and
 * {@code cancel} may be called from anywhere. What has arrived was asked for, so it is handed on before an end that came after it.
 *
 * <p>Follows the rules of the Reactive Streams specification, 1.0.4; their numbers stand where they are kept. Guarded by itself; nothing
 * is called under the lock.
 */
final class Inflow implements StreamSubscription {

    private final Streams streams;
    private final Line line;
    private final long id;
    private final Reading reading;
    private final Pump pump;
    private final ArrayDeque<Value> queue = new ArrayDeque<>();

    /** Dropped when it has cancelled or was told the end (3.13). */
    private volatile Flow.@Nullable Subscriber<? super Object> subscriber;

    /** Used by the pump alone. */
    private boolean greeted;

    private long demand;
    private long received;
    private long receivedBytes;
    private long taken;
    private long takenBytes;
    private long toldItems;
    private long toldBytes;
    private @Nullable Supplier<@Nullable Throwable> end;
    private @Nullable IllegalArgumentException violation;

    Inflow(Streams streams, Line line, long id, Reading reading, Flow.Subscriber<? super Object> subscriber) {
        this.streams = streams;
        this.line = line;
        this.id = id;
        this.reading = reading;
        this.subscriber = subscriber;
        this.pump = new Pump(streams.environment(), this::deliver);
    }

    /** Lets the subscriber know that there is a stream, or was to be one. */
    void begin() {
        pump.wake();
    }

    // ---- what the publisher's node says, on I/O threads

    void item(Value value) {
        boolean wanted;
        synchronized (this) {
            if (received >= toldItems || receivedBytes >= toldBytes) {
                throw new ProtocolException("expected at most " + toldItems + " items and another one only below "
                        + toldBytes + " bytes of stream " + id + ", got more");
            }
            received++;
            receivedBytes += Value.length(value);
            wanted = subscriber != null;
            if (wanted) {
                queue.addLast(value);
            }
        }
        if (wanted) {
            pump.wake();
        } else {
            line.references().discard(value);
        }
    }

    /** Nothing follows; what it is told is made on the subscriber's thread, nothing if it is complete. */
    void ended(Supplier<@Nullable Throwable> with) {
        synchronized (this) {
            if (end == null) {
                end = with;
            }
        }
        pump.wake();
    }

    void failed(Failure failure) {
        ended(() -> reading.failure(failure, streams.codec(), line));
    }

    // ---- what the subscriber says, on any thread

    @Override
    public void request(long n) {
        if (subscriber == null) {
            return; // 3.6
        }
        RemoteMessage.Request more = null;
        synchronized (this) {
            if (n <= 0) {
                violation = new IllegalArgumentException("rule 3.9: expected a positive request, got " + n);
            } else {
                demand = demand + n < 0 ? Long.MAX_VALUE : demand + n; // 3.17
                more = grant();
            }
        }
        if (more != null) {
            line.send(more);
        } else {
            pump.wake();
        }
    }

    @Override
    public void cancel() {
        if (subscriber != null) {
            giveUp();
        }
    }

    @Override
    public Line line() {
        return line;
    }

    @Override
    public void leave(Throwable failure) {
        if (streams.forget(line, id, this)) {
            line.send(new RemoteMessage.Unsubscribe(id));
            ended(() -> failure);
        }
    }

    /**
     * Tells more only when it is worth a message: half a window, or when the publisher can send nothing by what it was told. A figure
     * that was overtaken by a higher one does no harm.
     */
    private RemoteMessage.@Nullable Request grant() {
        long items = Math.min(demand, taken + reading.mostItems());
        long bytes = takenBytes + streams.mostBytes();
        boolean needed = (toldItems <= received && items > toldItems)
                || (toldBytes <= receivedBytes && bytes > toldBytes && items > received);
        boolean much = items - toldItems >= Math.max(1, reading.mostItems() / 2)
                || (bytes - toldBytes >= streams.mostBytes() / 2 && items > received);
        if (end != null || !(needed || much)) {
            return null;
        }
        toldItems = Math.max(toldItems, items);
        toldBytes = bytes;
        return new RemoteMessage.Request(id, toldItems, toldBytes);
    }

    private void giveUp() {
        subscriber = null;
        List<Value> dropped;
        boolean open;
        synchronized (this) {
            open = end == null;
            dropped = new ArrayList<>(queue);
            queue.clear();
        }
        if (open && streams.forget(line, id, this)) {
            line.send(new RemoteMessage.Unsubscribe(id));
        }
        dropped.forEach(line.references()::discard);
    }

    // ---- on the pump's thread

    @SuppressWarnings("CatchingUnchecked") // a subscriber must not throw (2.13); one that does is cancelled
    private void deliver() {
        Flow.Subscriber<? super Object> told = subscriber;
        if (told == null) {
            return;
        }
        try {
            if (!greeted) {
                greeted = true;
                told.onSubscribe(this); // 1.9
            }
            deliver(told);
        } catch (Throwable e) {
            giveUp();
            streams.failed("subscriber of stream " + id + " of " + line, e);
        }
    }

    private void deliver(Flow.Subscriber<? super Object> told) {
        for (Value next = next(); next != null; next = next()) {
            Object item;
            try {
                item = reading.item(next, streams.codec(), line);
            } catch (CodecException e) {
                line.references().discard(next);
                giveUp();
                told.onError(new CodecException("an item cannot be read: " + e.getMessage(), e));
                return;
            }
            told.onNext(item);
            taken(next);
        }
        end(told);
    }

    private synchronized @Nullable Value next() {
        return subscriber == null || violation != null ? null : queue.pollFirst();
    }

    private void taken(Value value) {
        RemoteMessage.Request more;
        synchronized (this) {
            taken++;
            takenBytes += Value.length(value);
            more = subscriber == null ? null : grant();
        }
        if (more != null) {
            line.send(more);
        }
    }

    private void end(Flow.Subscriber<? super Object> told) {
        IllegalArgumentException broken;
        Supplier<@Nullable Throwable> with;
        synchronized (this) {
            broken = violation;
            with = queue.isEmpty() ? end : null;
        }
        if (subscriber == null) {
            return;
        }
        if (broken != null) {
            giveUp();
            told.onError(broken);
        } else if (with != null) {
            subscriber = null; // 1.7
            Throwable error = with.get();
            if (error == null) {
                told.onComplete();
            } else {
                told.onError(error);
            }
        }
    }
}
