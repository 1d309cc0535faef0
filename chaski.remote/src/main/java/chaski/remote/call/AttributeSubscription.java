package chaski.remote.call;

import chaski.api.remote.UnavailableException;
import chaski.api.remote.UncertainException;
import chaski.remote.stream.RemotePublisher;
import chaski.remote.stream.StreamSubscription;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Observes an attribute for a subscriber, on the node that exports it at the time. It requests a publisher from an exporter and passes
 * its items on; when that exporter goes away, or is in doubt while there is another, it requests one from the next. At any time signals
 * come from one call or one stream only, so they are serial. Thread-safe.
 */
final class AttributeSubscription implements Flow.Subscription, Flow.Subscriber<Object> {

    private final CallClient client;
    private final CallRequest request;
    private final ReplyDecoder reply;
    private volatile Flow.@Nullable Subscriber<Object> subscriber;
    private @Nullable PendingCall call;
    private @Nullable StreamSubscription stream;
    private @Nullable IllegalArgumentException violation;
    private long demand;
    private final Runnable watcher = this::leaveWhenInDoubt;

    /** Creates a subscription; {@link #begin} starts it. */
    AttributeSubscription(
            CallClient client, CallRequest request, ReplyDecoder reply, Flow.Subscriber<Object> subscriber) {
        this.client = client;
        this.request = request;
        this.reply = reply;
        this.subscriber = subscriber;
    }

    @SuppressWarnings(
            "CatchingUnchecked") // a subscriber that throws is cancelled, and the exception is passed to its caller
    void begin() {
        Flow.Subscriber<Object> current = subscriber;
        if (current != null) {
            client.exporters().watch(watcher);
            try {
                current.onSubscribe(this);
            } catch (Throwable e) {
                cancel();
                throw e;
            }
            requestPublisher();
        }
    }

    private void requestPublisher() {
        if (subscriber == null) {
            return;
        }
        PendingCall asked;
        try {
            asked = client.begin(request);
        } catch (RuntimeException e) { // this node is closed
            client.threads().execute(() -> end(e));
            return;
        }
        boolean unwanted;
        synchronized (this) {
            call = asked;
            unwanted = subscriber == null || violation != null;
        }
        if (unwanted) {
            asked.abandon("its observer cancelled it");
        }
        asked.outcome().thenAccept(outcome -> client.threads().execute(() -> settled(outcome)));
    }

    /** Called on a thread for results, while there is no stream. */
    @SuppressWarnings("CatchingUnchecked") // anything thrown is passed to the subscriber
    private void settled(CallOutcome outcome) {
        IllegalArgumentException broken;
        synchronized (this) {
            call = null;
            broken = violation;
        }
        try {
            if (broken != null) {
                throw broken;
            }
            RemotePublisher publisher = (RemotePublisher) reply.of(outcome);
            if (publisher != null && subscriber != null) {
                publisher.subscribeOneByOne(this);
            }
        } catch (Throwable e) {
            end(e);
        }
    }

    /** Called when exports or doubts have changed. */
    private void leaveWhenInDoubt() {
        StreamSubscription from;
        synchronized (this) {
            from = stream;
        }
        if (from != null
                && from.channel().isInDoubt()
                && request.to() instanceof Destination.Named to
                && client.exporters().isExported(to.name(), to.options().node())) {
            from.leave(new UnavailableException(from.channel() + " seems to have ended"));
        }
    }

    private void end(Throwable error) {
        Flow.Subscriber<Object> current = subscriber;
        terminate();
        if (current != null) {
            current.onError(error);
        }
    }

    private void terminate() {
        subscriber = null;
        client.exporters().unwatch(watcher);
    }

    // ---- signals of the stream

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        long outstanding;
        boolean unwanted;
        synchronized (this) {
            stream = (StreamSubscription) subscription;
            outstanding = violation == null ? demand : -1;
            unwanted = subscriber == null;
        }
        if (unwanted) {
            subscription.cancel();
        } else if (outstanding != 0) {
            subscription.request(outstanding);
        }
        leaveWhenInDoubt(); // it may have come into doubt before there was a stream
    }

    @Override
    public void onNext(Object item) {
        Flow.Subscriber<Object> current = subscriber;
        synchronized (this) {
            demand -= demand == Long.MAX_VALUE ? 0 : 1;
        }
        if (current != null) {
            current.onNext(item);
        }
    }

    @Override
    public void onError(Throwable error) {
        IllegalArgumentException broken;
        synchronized (this) {
            stream = null;
            broken = violation;
        }
        if (broken != null) {
            end(broken);
        } else if (error instanceof UnavailableException || error instanceof UncertainException) {
            requestPublisher();
        } else {
            end(error);
        }
    }

    /** An attribute does not complete, so a publisher is requested again. */
    @Override
    public void onComplete() {
        onError(new UnavailableException("the publisher of " + request + " is complete"));
    }

    // ---- signals of the subscriber

    @Override
    public void request(long n) {
        Flow.Subscription to;
        PendingCall waiting;
        synchronized (this) {
            if (n <= 0) {
                violation = new IllegalArgumentException("rule 3.9: expected a positive request, got " + n);
            } else {
                demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
            }
            to = stream;
            waiting = n <= 0 ? call : null;
        }
        if (to != null) {
            to.request(n);
        }
        if (waiting != null) {
            waiting.abandon("its observer made an invalid request");
        }
    }

    @Override
    public void cancel() {
        terminate();
        Flow.Subscription from;
        PendingCall waiting;
        synchronized (this) {
            from = stream;
            waiting = call;
        }
        if (from != null) {
            from.cancel();
        }
        if (waiting != null) {
            waiting.abandon("its observer cancelled it");
        }
    }
}
