package chaski.remote.stream;

import chaski.api.CodecException;
import chaski.api.ProtocolException;
import chaski.remote.channel.RpcChannel;
import chaski.remote.wire.RemoteFailure;
import chaski.remote.wire.RemoteMessage;
import chaski.remote.wire.WireValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The subscriber's end of a stream. Items are queued; the queue is bounded by what was granted: the subscriber's demand, and at most a
 * window beyond what it has consumed. All signals come from its serial executor; {@code request} and {@code cancel} may be called on
 * any thread. Items that have arrived were requested, so they are delivered before a termination that arrived after them.
 *
 * <p>Follows the Reactive Streams specification, 1.0.4; comments name the rules by their numbers. Guarded by itself; nothing is called
 * under the lock.
 */
final class StreamReceiver implements StreamSubscription {

    private final StreamContext context;
    private final SubscribedStreams streams;
    private final RpcChannel channel;
    private final long id;
    private final ItemDecoder decoder;
    private final SerialExecutor executor;
    private final ArrayDeque<WireValue> queue = new ArrayDeque<>();

    /** Dropped when it has cancelled or the stream has terminated (3.13). */
    private volatile Flow.@Nullable Subscriber<? super Object> subscriber;

    /** Confined to the executor. */
    private boolean subscribed;

    private long demand;
    private long received;
    private long receivedBytes;
    private long taken;
    private long takenBytes;
    private long grantedItems;
    private long grantedBytes;
    private @Nullable Supplier<@Nullable Throwable> end;
    private @Nullable IllegalArgumentException violation;

    StreamReceiver(
            StreamContext context,
            SubscribedStreams streams,
            RpcChannel channel,
            long id,
            ItemDecoder decoder,
            Flow.Subscriber<? super Object> subscriber) {
        this.context = context;
        this.streams = streams;
        this.channel = channel;
        this.id = id;
        this.decoder = decoder;
        this.subscriber = subscriber;
        this.executor = new SerialExecutor(context.environment(), this::deliver);
    }

    /** Signals the subscription, or its failure, to the subscriber. */
    void begin() {
        executor.trigger();
    }

    // ---- messages of the publisher's node, on I/O threads

    void item(WireValue value) {
        boolean wanted;
        synchronized (this) {
            if (received >= grantedItems || receivedBytes >= grantedBytes) {
                throw new ProtocolException("expected at most " + grantedItems + " items and another one only below "
                        + grantedBytes + " bytes of stream " + id + ", got more");
            }
            received++;
            receivedBytes += WireValue.length(value);
            wanted = subscriber != null;
            if (wanted) {
                queue.addLast(value);
            }
        }
        if (wanted) {
            executor.trigger();
        } else {
            channel.references().discard(value);
        }
    }

    /** Receives the termination. The exception is made on the subscriber's thread; null means completion. */
    void ended(Supplier<@Nullable Throwable> with) {
        synchronized (this) {
            if (end == null) {
                end = with;
            }
        }
        executor.trigger();
    }

    void failed(RemoteFailure failure) {
        ended(() -> decoder.failure(failure, context.codec(), channel));
    }

    // ---- signals of the subscriber, on any thread

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
            channel.send(more);
        } else {
            executor.trigger();
        }
    }

    @Override
    public void cancel() {
        if (subscriber != null) {
            abandon();
        }
    }

    @Override
    public RpcChannel channel() {
        return channel;
    }

    @Override
    public void leave(Throwable failure) {
        if (streams.remove(channel, id, this)) {
            channel.send(new RemoteMessage.Unsubscribe(id));
            ended(() -> failure);
        }
    }

    /**
     * Grants more when it is worth a message: half a window, or when the publisher has used up what was granted. Messages may overtake
     * each other, since figures are cumulative.
     */
    private RemoteMessage.@Nullable Request grant() {
        long items = Math.min(demand, taken + decoder.maxItems());
        long bytes = takenBytes + context.maxBytes();
        boolean needed = (grantedItems <= received && items > grantedItems)
                || (grantedBytes <= receivedBytes && bytes > grantedBytes && items > received);
        boolean much = items - grantedItems >= Math.max(1, decoder.maxItems() / 2)
                || (bytes - grantedBytes >= context.maxBytes() / 2 && items > received);
        if (end != null || !(needed || much)) {
            return null;
        }
        grantedItems = Math.max(grantedItems, items);
        grantedBytes = bytes;
        return new RemoteMessage.Request(id, grantedItems, grantedBytes);
    }

    private void abandon() {
        subscriber = null;
        List<WireValue> dropped;
        boolean open;
        synchronized (this) {
            open = end == null;
            dropped = new ArrayList<>(queue);
            queue.clear();
        }
        if (open && streams.remove(channel, id, this)) {
            channel.send(new RemoteMessage.Unsubscribe(id));
        }
        dropped.forEach(channel.references()::discard);
    }

    // ---- on the executor

    @SuppressWarnings("CatchingUnchecked") // a subscriber must not throw (2.13); its stream is cancelled if it does
    private void deliver() {
        Flow.Subscriber<? super Object> current = subscriber;
        if (current == null) {
            return;
        }
        try {
            if (!subscribed) {
                subscribed = true;
                current.onSubscribe(this); // 1.9
            }
            deliver(current);
        } catch (Throwable e) {
            abandon();
            context.subscriberFailed("subscriber of stream " + id + " of " + channel, e);
        }
    }

    private void deliver(Flow.Subscriber<? super Object> current) {
        for (WireValue next = next(); next != null; next = next()) {
            Object item;
            try {
                item = decoder.item(next, context.codec(), channel);
            } catch (CodecException e) {
                channel.references().discard(next);
                abandon();
                current.onError(new CodecException("an item cannot be read: " + e.getMessage(), e));
                return;
            }
            current.onNext(item);
            taken(next);
        }
        end(current);
    }

    private synchronized @Nullable WireValue next() {
        return subscriber == null || violation != null ? null : queue.pollFirst();
    }

    private void taken(WireValue value) {
        RemoteMessage.Request more;
        synchronized (this) {
            taken++;
            takenBytes += WireValue.length(value);
            more = subscriber == null ? null : grant();
        }
        if (more != null) {
            channel.send(more);
        }
    }

    private void end(Flow.Subscriber<? super Object> current) {
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
            abandon();
            current.onError(broken);
        } else if (with != null) {
            subscriber = null; // 1.7
            Throwable error = with.get();
            if (error == null) {
                current.onComplete();
            } else {
                current.onError(error);
            }
        }
    }
}
