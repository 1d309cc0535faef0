package chaski.remote.stream;

import chaski.api.ChaskiException;
import chaski.api.codec.Codec;
import chaski.remote.line.Line;
import chaski.remote.value.Draft;
import chaski.remote.value.Failures;
import chaski.remote.value.Source;
import chaski.remote.wire.Refusal;
import chaski.remote.wire.RemoteMessage;
import chaski.remote.wire.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The publisher's end of a stream: subscribes for a subscriber that is elsewhere, asks for as many items as that one granted and as a window
 * leaves room for, and sends them while nothing else waits on the line. The publisher is called on the thread of a pump; its signals may
 * come on any.
 *
 * <p>Guarded by itself; nothing is called under the lock.
 */
final class Outflow implements Flow.Subscriber<Object> {

    /** Before an item has been seen. Too low a guess lets too many items be asked for at once, too high a one too few. */
    private static final int GUESSED_BYTES = 4096;

    private final Streams streams;
    private final Line line;
    private final long id;
    private final Source source;
    private final Codec codec;
    private final Runnable whenOver;
    private final Pump pump;
    private final Runnable wake;
    private final Runnable stop = this::withdraw;
    private final ArrayDeque<Value> queue = new ArrayDeque<>();

    /** Used by the pump alone. */
    private boolean begun;

    private Flow.@Nullable Subscription upstream;
    private long granted;
    private long grantedBytes;
    private long requested;
    private long arrived;
    private long sent;
    private long sentBytes;
    private long queuedBytes;
    private long typicalBytes = GUESSED_BYTES;

    /** What is said last, after what is in the queue. */
    private @Nullable RemoteMessage last;

    private boolean cancelling;
    private boolean over;

    Outflow(Streams streams, Line line, long id, Source source, Codec codec, Runnable whenOver) {
        this.streams = streams;
        this.line = line;
        this.id = id;
        this.source = source;
        this.codec = codec;
        this.whenOver = whenOver;
        this.pump = new Pump(streams.environment(), this::work);
        this.wake = pump::wake;
    }

    /** Subscribes soon, unless what gave the publisher is withdrawn. */
    boolean begin() {
        if (!source.begin(stop)) {
            return false;
        }
        pump.wake();
        return true;
    }

    // ---- what the subscriber's node says, on I/O threads

    void granted(long items, long bytes) {
        synchronized (this) {
            granted = Math.max(granted, items);
            grantedBytes = Math.max(grantedBytes, bytes);
        }
        pump.wake();
    }

    /** Nobody listens any more. */
    void cancel() {
        finish(null);
    }

    /** What gave the publisher takes it away. */
    private void withdraw() {
        finish(new RemoteMessage.Stopped(id, Refusal.WITHDRAWN, "what gave the publisher was withdrawn"));
    }

    // ---- what the publisher says, on any thread

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
            pump.wake();
        }
    }

    @Override
    public void onNext(Object item) {
        Objects.requireNonNull(item); // 2.13
        synchronized (this) {
            if (over || last != null) {
                return;
            }
            arrived++;
            if (arrived > requested) {
                fail(new IllegalStateException(
                        "the publisher gave more than the " + requested + " items that were requested"));
                return;
            }
        }
        Value value;
        try {
            Draft draft =
                    item instanceof Draft written ? written : source.items().write(item, codec);
            value = draft.finish(line.references());
        } catch (ChaskiException | ClassCastException e) {
            fail(e);
            return;
        }
        boolean late;
        synchronized (this) {
            late = over;
            if (!late) {
                queue.addLast(value);
                queuedBytes += Value.length(value);
                typicalBytes = Math.max(Math.max(1, Value.length(value)), (7 * typicalBytes + Value.length(value)) / 8);
            }
        }
        if (late) {
            line.references().takeBack(value);
        } else {
            pump.wake();
        }
    }

    @Override
    public void onError(Throwable error) {
        last(new RemoteMessage.Failed(id, Failures.describe(Objects.requireNonNull(error), () -> codec)));
    }

    @Override
    public void onComplete() {
        last(new RemoteMessage.Completed(id));
    }

    private synchronized void last(RemoteMessage message) {
        if (last == null) {
            last = message;
            pump.wake();
        }
    }

    /** It ends from here: the publisher is to stop. */
    private synchronized void fail(Throwable error) {
        cancelling = true;
        last(new RemoteMessage.Failed(id, Failures.describe(error, () -> codec)));
    }

    // ---- on the pump's thread

    @SuppressWarnings("CatchingUnchecked") // whatever a publisher throws is told to the subscriber
    private void work() {
        try {
            if (!begun) {
                begun = true;
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
            if (over) {
                return;
            }
        }
        @SuppressWarnings("unchecked") // its items are written by what they are
        Flow.Publisher<Object> publisher = (Flow.Publisher<Object>) source.publisher();
        publisher.subscribe(this);
    }

    private void send() {
        while (line.isFree(wake)) {
            Value next = next();
            if (next == null) {
                break;
            }
            try {
                line.send(new RemoteMessage.Item(id, next));
            } catch (ChaskiException e) { // it is longer than a message may be
                line.references().takeBack(next);
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

    private synchronized @Nullable Value next() {
        boolean may = !over && sent < granted && sentBytes < grantedBytes;
        Value value = may ? queue.pollFirst() : null;
        if (value != null) {
            sent++;
            sentBytes += Value.length(value);
            queuedBytes -= Value.length(value);
        }
        return value;
    }

    /** What follows an item that cannot be sent is not sent either: the stream has no holes. */
    private void failNow(ChaskiException error) {
        List<Value> dropped;
        synchronized (this) {
            dropped = drain();
            last = null;
            fail(error);
        }
        dropped.forEach(line.references()::takeBack);
    }

    private void request() {
        Flow.Subscription from;
        long more;
        synchronized (this) {
            from = upstream;
            more = from == null || over || last != null ? 0 : wanted();
            requested += more;
        }
        if (from != null && more > 0) {
            from.request(more);
        }
    }

    /** As many as were granted, as fit into the window if they are as long as those before, and worth asking for. */
    private long wanted() {
        long outstanding = requested - arrived;
        long roomBytes = Math.min(grantedBytes - sentBytes, streams.mostBytes()) - queuedBytes;
        long fitting = roomBytes <= 0 ? 0 : Math.max(1, roomBytes / typicalBytes);
        long room = Math.min(fitting, streams.mostItems() - queue.size()) - outstanding;
        long wanted = Math.min(granted - requested, room);
        return outstanding == 0 || wanted >= streams.mostItems() / 8 ? Math.max(0, wanted) : 0;
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

    private synchronized List<Value> drain() {
        List<Value> all = new ArrayList<>(queue);
        queue.clear();
        queuedBytes = 0;
        return all;
    }

    /** Ends it once; the last word goes out, if there is one. */
    private void finish(@Nullable RemoteMessage word) {
        List<Value> dropped;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            cancelling = cancelling || last == null;
            dropped = drain();
        }
        dropped.forEach(line.references()::takeBack);
        whenOver.run();
        source.end(stop);
        if (word != null) {
            line.send(word);
        }
        pump.wake();
    }
}
