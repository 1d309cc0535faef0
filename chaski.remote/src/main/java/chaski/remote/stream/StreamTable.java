package chaski.remote.stream;

import chaski.remote.channel.RpcChannel;
import chaski.remote.value.PublisherSource;
import chaski.remote.value.StreamDecoder;
import chaski.remote.wire.RemoteMessage;
import chaski.remote.wire.WireValue;
import java.util.concurrent.Flow;
import java.util.function.LongSupplier;

/** The open streams of one node: those it subscribed to, and those of its own publishers. Passes messages on to them. Thread-safe. */
public final class StreamTable {

    private final StreamContext context;
    private final SubscribedStreams subscribed;
    private final ServedStreams served;

    /**
     * Creates a table without streams.
     *
     * @param context the common context of the streams
     */
    public StreamTable(StreamContext context) {
        this.context = context;
        this.subscribed = new SubscribedStreams(context);
        this.served = new ServedStreams(context);
    }

    /**
     * Accepts streams of a channel from now on.
     *
     * @param channel the channel
     */
    public void opened(RpcChannel channel) {
        subscribed.opened(channel);
        served.opened(channel);
    }

    /**
     * Ends the streams of a channel that has closed.
     *
     * @param channel the channel
     * @param why the reason for the subscribers
     */
    public void closed(RpcChannel channel, String why) {
        served.closed(channel);
        subscribed.closed(channel, why);
    }

    /**
     * Decides again on the streams to a channel: those of calls that are not granted any more end.
     *
     * @param channel the channel
     */
    public void accessChanged(RpcChannel channel) {
        served.accessChanged(channel);
    }

    /**
     * Ends every stream, and accepts no more.
     *
     * @param why the reason for the subscribers
     */
    public void close(String why) {
        subscribed.channels().forEach(channel -> {
            subscribed.unsubscribe(channel);
            closed(channel, why);
        });
    }

    /**
     * Makes a proxy for a publisher of a peer.
     *
     * @param channel the channel to the peer
     * @param number the publisher's number there
     * @param decoder decodes its items and its failure
     * @return a publisher; each subscription of it opens a stream
     */
    public Flow.Publisher<?> publisher(RpcChannel channel, long number, StreamDecoder decoder) {
        return publisher(channel, () -> number, decoder);
    }

    /**
     * Makes a proxy for a publisher of this node.
     *
     * @param channel the channel to this node itself
     * @param source the publisher
     * @param decoder decodes its items and its failure
     * @return a publisher; each subscription of it opens a stream
     */
    public Flow.Publisher<?> local(RpcChannel channel, PublisherSource source, StreamDecoder decoder) {
        LongSupplier number = () -> ((WireValue.Published) channel.references().publish(source)).number();
        return publisher(channel, number, decoder);
    }

    private Flow.Publisher<?> publisher(RpcChannel channel, LongSupplier number, StreamDecoder decoder) {
        return new RemotePublisher(subscribed, channel, number, new ItemDecoder(decoder, context.maxItems()));
    }

    /**
     * Receives a message about a stream. Messages about a stream that has ended are ignored: they crossed its end.
     *
     * @param channel the channel it came from
     * @param message the message
     * @throws chaski.api.ProtocolException when the peer should not have sent it
     */
    public void received(RpcChannel channel, RemoteMessage.OfStream message) {
        if (message instanceof RemoteMessage.Subscribe subscribe) {
            served.subscribe(channel, subscribe);
        } else if (message instanceof RemoteMessage.Request || message instanceof RemoteMessage.Unsubscribe) {
            served.received(channel, message);
        } else {
            subscribed.received(channel, message);
        }
    }
}
