package chaski.remote.stream;

import chaski.remote.channel.RpcChannel;
import java.lang.ref.Reference;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.LongSupplier;

/** Stands for a publisher of another node: each subscription opens a stream. Thread-safe. */
public final class RemotePublisher implements Flow.Publisher<Object> {

    private final SubscribedStreams streams;
    private final RpcChannel channel;
    private final LongSupplier number;
    private final ItemDecoder decoder;

    RemotePublisher(SubscribedStreams streams, RpcChannel channel, LongSupplier number, ItemDecoder decoder) {
        this.streams = streams;
        this.channel = channel;
        this.number = number;
        this.decoder = decoder;
    }

    /** {@return the way to the publisher} */
    public RpcChannel channel() {
        return channel;
    }

    /** {@return its number there} */
    public long number() {
        return number.getAsLong();
    }

    /**
     * Subscribes so that nothing waits for a slow subscriber: the next item is asked for when it has taken the one before.
     *
     * @param subscriber who subscribes
     */
    public void subscribeOneByOne(Flow.Subscriber<? super Object> subscriber) {
        subscribe(decoder.withMaxItems(1), subscriber);
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Object> subscriber) {
        subscribe(decoder, Objects.requireNonNull(subscriber, "subscriber"));
    }

    private void subscribe(ItemDecoder with, Flow.Subscriber<? super Object> subscriber) {
        try {
            streams.subscribe(channel, number, with, subscriber);
        } finally {
            Reference.reachabilityFence(this); // it is released when it is collected, and must be subscribed to before
        }
    }

    @Override
    public String toString() {
        return "publisher of " + channel;
    }
}
