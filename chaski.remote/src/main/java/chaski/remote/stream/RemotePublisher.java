package chaski.remote.stream;

import chaski.remote.channel.RpcChannel;
import java.lang.ref.Reference;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.LongSupplier;

/** A proxy for a publisher of another node: each subscription opens a stream. Thread-safe. */
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

    /** {@return the channel to the publisher} */
    public RpcChannel channel() {
        return channel;
    }

    /** {@return its number there} */
    public long number() {
        return number.getAsLong();
    }

    /**
     * Subscribes for one item at a time: the next one is requested when the subscriber has consumed the one before.
     *
     * @param subscriber the subscriber
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
            Reference.reachabilityFence(
                    this); // it is released when it is collected, which must not happen before the subscription is sent
        }
    }

    @Override
    public String toString() {
        return "publisher of " + channel;
    }
}
