package chaski.remote.stream;

import chaski.api.ChaskiException;
import chaski.api.codec.Codec;
import chaski.remote.channel.RpcChannel;
import chaski.remote.value.EncodedValue;
import chaski.remote.value.ExceptionEncoder;
import chaski.remote.value.PublisherSource;
import chaski.remote.wire.RefusalReason;
import chaski.remote.wire.RemoteMessage;
import chaski.remote.wire.WireValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The publisher's end of a stream. It subscribes for a remote subscriber, requests as many items as that one granted and as the window
 * has room for, and sends them while no other message is queued on the channel. The publisher is called on a serial executor; its
 * signals may arrive on any thread.
 *
 * <p>Guarded by itself; nothing is called under the lock.
 */
final class StreamSender implements Flow.Subscriber<Object> {

    static final String EXPORT_WITHDRAWN = "the export that returned the publisher was withdrawn";

    /** The assumed size of an item before the first one. A lower value would request too many items at once, a higher one too few. */
    private static final int GUESSED_BYTES = 4096;

    private final StreamContext context;
    private final RpcChannel channel;
    private final long id;
    private final PublisherSource source;
    private final Codec codec;
    private final Runnable onFinished;
    private final SerialExecutor executor;
    private final Runnable wake;
    private final Runnable stop = this::withdraw;
    private final ArrayDeque<WireValue> queue = new ArrayDeque<>();

    /** Confined to the executor. */
    private boolean started;

    private Flow.@Nullable Subscription upstream;
    private long granted;
    private long grantedBytes;
    private long requested;
    private long arrived;
    private long sent;
    private long sentBytes;
    private long queuedBytes;
    private long typicalBytes = GUESSED_BYTES;

    /** The last message, sent after the queued items. */
    private @Nullable RemoteMessage last;

    private boolean cancelling;
    private boolean finished;

    StreamSender(
            StreamContext context,
            RpcChannel channel,
            long id,
            PublisherSource source,
            Codec codec,
            Runnable whenOver) {
        this.context = context;
        this.channel = channel;
        this.id = id;
        this.source = source;
        this.codec = codec;
        this.onFinished = whenOver;
        this.executor = new SerialExecutor(context.environment(), this::work);
        this.wake = executor::trigger;
    }

    /** Subscribes on the executor; false if the export that returned the publisher is withdrawn. */
    boolean begin() {
        if (!source.begin(stop)) {
            return false;
        }
        executor.trigger();
        return true;
    }

    // ---- messages of the subscriber's node, on I/O threads

    void granted(long items, long bytes) {
        synchronized (this) {
            granted = Math.max(granted, items);
            grantedBytes = Math.max(grantedBytes, bytes);
        }
        executor.trigger();
    }

    /** Ends the stream, since the subscriber has cancelled. */
    void cancel() {
        finish(null);
    }

    /** Ends the stream, since the export is withdrawn. */
    private void withdraw() {
        finish(new RemoteMessage.Stopped(id, RefusalReason.WITHDRAWN, EXPORT_WITHDRAWN));
    }

    /** Ends the stream if the grants do not allow it any more. */
    void accessChanged() {
        source.refusal().ifPresent(why -> {
            context.refusals().report(channel, "streams", RefusalReason.NOT_GRANTED, why);
            finish(new RemoteMessage.Stopped(id, RefusalReason.NOT_GRANTED, why));
        });
    }

    // ---- signals of the publisher, on any thread

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        Objects.requireNonNull(subscription);
        boolean second;
        synchronized (this) {
            second = upstream != null;
            if (!second) {
                upstream = subscription;
            }
        }
        if (second) {
            subscription.cancel(); // 2.5
        } else {
            executor.trigger();
        }
    }

    @Override
    public void onNext(Object item) {
        Objects.requireNonNull(item); // 2.13
        synchronized (this) {
            if (finished || last != null) {
                return;
            }
            arrived++;
            if (arrived > requested) {
                fail(new IllegalStateException(
                        "the publisher emitted more than the " + requested + " items that were requested"));
                return;
            }
        }
        WireValue value;
        try {
            EncodedValue encoded = item instanceof EncodedValue written
                    ? written
                    : source.items().write(item, codec);
            value = encoded.finish(channel.references());
        } catch (ChaskiException | ClassCastException e) {
            fail(e);
            return;
        }
        boolean late;
        synchronized (this) {
            late = finished;
            if (!late) {
                queue.addLast(value);
                queuedBytes += WireValue.length(value);
                typicalBytes = Math.max(
                        Math.max(1, WireValue.length(value)), (7 * typicalBytes + WireValue.length(value)) / 8);
            }
        }
        if (late) {
            channel.references().retract(value);
        } else {
            executor.trigger();
        }
    }

    @Override
    public void onError(Throwable error) {
        last(new RemoteMessage.Failed(id, ExceptionEncoder.encode(Objects.requireNonNull(error), () -> codec)));
    }

    @Override
    public void onComplete() {
        last(new RemoteMessage.Completed(id));
    }

    private synchronized void last(RemoteMessage message) {
        if (last == null) {
            last = message;
            executor.trigger();
        }
    }

    /** Fails the stream and cancels the publisher. */
    private synchronized void fail(Throwable error) {
        cancelling = true;
        last(new RemoteMessage.Failed(id, ExceptionEncoder.encode(error, () -> codec)));
    }

    // ---- on the executor

    @SuppressWarnings("CatchingUnchecked") // anything that a publisher throws is passed to the subscriber
    private void work() {
        try {
            if (!started) {
                started = true;
                subscribe();
            }
            send();
            request();
            cancelUpstream();
        } catch (Throwable e) {
            fail(e);
        }
    }

    private void subscribe() {
        synchronized (this) {
            if (finished) {
                return;
            }
        }
        @SuppressWarnings("unchecked") // items are encoded by their class
        Flow.Publisher<Object> publisher = (Flow.Publisher<Object>) source.publisher();
        publisher.subscribe(this);
    }

    private void send() {
        while (channel.isFree(wake)) {
            WireValue next = next();
            if (next == null) {
                break;
            }
            try {
                channel.send(new RemoteMessage.Item(id, next));
            } catch (ChaskiException e) { // it exceeds the limit of a message
                channel.references().retract(next);
                failNow(e);
            }
        }
        RemoteMessage end;
        synchronized (this) {
            end = queue.isEmpty() ? last : null;
        }
        if (end != null) {
            finish(end);
        }
    }

    private synchronized @Nullable WireValue next() {
        boolean may = !finished && sent < granted && sentBytes < grantedBytes;
        WireValue value = may ? queue.pollFirst() : null;
        if (value != null) {
            sent++;
            sentBytes += WireValue.length(value);
            queuedBytes -= WireValue.length(value);
        }
        return value;
    }

    /** Fails the stream without the queued items: those after one that cannot be sent would leave a gap. */
    private void failNow(ChaskiException error) {
        List<WireValue> dropped;
        synchronized (this) {
            dropped = drain();
            last = null;
            fail(error);
        }
        dropped.forEach(channel.references()::retract);
    }

    private void request() {
        Flow.Subscription from;
        long more;
        synchronized (this) {
            from = upstream;
            more = from == null || finished || last != null ? 0 : wanted();
            requested += more;
        }
        if (from != null && more > 0) {
            from.request(more);
        }
    }

    /** {@return how many items to request: what was granted and fits into the window, by the typical size, if it is worth a request} */
    private long wanted() {
        long outstanding = requested - arrived;
        long roomBytes = Math.min(grantedBytes - sentBytes, context.maxBytes()) - queuedBytes;
        long fitting = roomBytes <= 0 ? 0 : Math.max(1, roomBytes / typicalBytes);
        long room = Math.min(fitting, context.maxItems() - queue.size()) - outstanding;
        long wanted = Math.min(granted - requested, room);
        return outstanding == 0 || wanted >= context.maxItems() / 8 ? Math.max(0, wanted) : 0;
    }

    private void cancelUpstream() {
        Flow.Subscription from;
        synchronized (this) {
            from = cancelling ? upstream : null;
            cancelling = cancelling && from == null;
        }
        if (from != null) {
            from.cancel();
        }
    }

    private synchronized List<WireValue> drain() {
        List<WireValue> all = new ArrayList<>(queue);
        queue.clear();
        queuedBytes = 0;
        return all;
    }

    /** Ends the stream once, and sends the last message, if any. */
    private void finish(@Nullable RemoteMessage end) {
        List<WireValue> dropped;
        synchronized (this) {
            if (finished) {
                return;
            }
            finished = true;
            cancelling = cancelling || last == null;
            dropped = drain();
        }
        dropped.forEach(channel.references()::retract);
        onFinished.run();
        source.end(stop);
        if (end != null) {
            channel.send(end);
        }
        executor.trigger();
    }
}
