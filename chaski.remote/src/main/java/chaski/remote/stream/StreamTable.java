package chaski.remote.stream;

import chaski.api.CodecException;
import chaski.api.ProtocolException;
import chaski.api.codec.Codec;
import chaski.api.node.NodeEvent;
import chaski.api.node.RemoteStreamLimits;
import chaski.api.protocol.Channel;
import chaski.api.protocol.Environment;
import chaski.api.remote.CallException;
import chaski.api.remote.OverloadedException;
import chaski.api.remote.RefusedException;
import chaski.api.remote.UnavailableException;
import chaski.api.remote.UncertainException;
import chaski.remote.channel.RemoteCounters;
import chaski.remote.channel.RpcChannel;
import chaski.remote.value.ExceptionDecoder;
import chaski.remote.value.PublisherSource;
import chaski.remote.value.ValueType;
import chaski.remote.wire.RefusalReason;
import chaski.remote.wire.RemoteMessage;
import chaski.remote.wire.WireValue;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The streams of this node that have not ended, by channel: those it subscribed to, and those of its own publishers. Thread-safe. */
public final class StreamTable {

    /** The codec that writes items. */
    private static final String CODEC = "cbor";

    private final Environment environment;
    private final Channel nodeChannel;
    private final Function<String, Codec> codecs;
    private final RemoteStreamLimits limits;
    private final RemoteCounters counters;
    private final AtomicLong ids = new AtomicLong();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger served = new AtomicInteger();
    private final Map<RpcChannel, ChannelStreams> byChannel = new ConcurrentHashMap<>();

    /**
     * There are none yet.
     *
     * @param environment time and threads
     * @param nodeChannel told of what is refused, and of subscribers that fail
     * @param codecs finds a codec by name
     * @param limits how many there may be, and how much may be under way in each
     * @param counters what happened
     */
    public StreamTable(
            Environment environment,
            Channel nodeChannel,
            Function<String, Codec> codecs,
            RemoteStreamLimits limits,
            RemoteCounters counters) {
        this.environment = environment;
        this.nodeChannel = nodeChannel;
        this.codecs = codecs;
        this.limits = limits;
        this.counters = counters;
    }

    /** The streams of one channel, by their numbers: who subscribes gives them, so each side has its own. */
    private static final class ChannelStreams {
        private final Map<Long, StreamReceiver> inflows = new ConcurrentHashMap<>();
        private final Map<Long, StreamSender> outflows = new ConcurrentHashMap<>();
    }

    Environment environment() {
        return environment;
    }

    Codec codec() {
        return codecs.apply(CODEC);
    }

    int maxItems() {
        return limits.items();
    }

    int maxBytes() {
        return limits.bytes();
    }

    /**
     * A channel opens.
     *
     * @param channel the channel
     */
    public void opened(RpcChannel channel) {
        byChannel.put(channel, new ChannelStreams());
    }

    /**
     * A channel is no more: its streams end.
     *
     * @param channel the channel
     * @param why for the subscribers
     */
    public void closed(RpcChannel channel, String why) {
        end(channel, why);
    }

    private void end(RpcChannel channel, String why) {
        ChannelStreams streams = byChannel.remove(channel);
        if (streams != null) {
            streams.outflows.values().forEach(StreamSender::cancel);
            streams.inflows.forEach((id, inflow) -> {
                if (streams.inflows.remove(id, inflow)) {
                    open.decrementAndGet();
                    count("uncertain");
                    inflow.ended(() -> new UncertainException(
                            why + ": the stream may have gone on, and nothing more of it arrives"));
                }
            });
        }
    }

    /**
     * Ends every stream; nobody can subscribe any more.
     *
     * @param why for the subscribers
     */
    public void close(String why) {
        byChannel.keySet().forEach(channel -> {
            ChannelStreams streams = byChannel.get(channel);
            if (streams != null) {
                streams.inflows.keySet().forEach(id -> channel.send(new RemoteMessage.Unsubscribe(id)));
            }
            end(channel, why);
        });
    }

    // ---- this node subscribes

    /**
     * Makes what stands for a publisher of a peer.
     *
     * @param channel the way to the peer
     * @param number the publisher's number there
     * @param items how its items are read
     * @param exceptions builds what it fails with
     * @return a publisher, each subscription of which opens a stream
     */
    public Flow.Publisher<?> publisher(RpcChannel channel, long number, ValueType items, ExceptionDecoder exceptions) {
        return new RemotePublisher(this, channel, () -> number, new ItemDecoder(items, exceptions, limits.items()));
    }

    /**
     * Makes what stands for a publisher of this node.
     *
     * @param channel the way to this node
     * @param source the publisher
     * @param items how its items are read
     * @param exceptions builds what it fails with
     * @return a publisher, each subscription of which opens a stream
     */
    public Flow.Publisher<?> own(
            RpcChannel channel, PublisherSource source, ValueType items, ExceptionDecoder exceptions) {
        LongSupplier number = () -> ((WireValue.Published) channel.references().publish(source)).number();
        return new RemotePublisher(this, channel, number, new ItemDecoder(items, exceptions, limits.items()));
    }

    void subscribe(
            RpcChannel channel,
            LongSupplier publisher,
            ItemDecoder reading,
            Flow.Subscriber<? super Object> subscriber) {
        long id = ids.incrementAndGet();
        StreamReceiver inflow = new StreamReceiver(this, channel, id, reading, subscriber);
        CallException refusal = admit(channel, id, inflow);
        if (refusal == null) {
            counters.add("streams.opened");
            channel.send(new RemoteMessage.Subscribe(id, publisher.getAsLong(), CODEC));
        } else {
            inflow.ended(() -> refusal);
        }
        inflow.begin();
    }

    private @Nullable CallException admit(RpcChannel channel, long id, StreamReceiver inflow) {
        ChannelStreams streams = byChannel.get(channel);
        if (streams == null) {
            return new UnavailableException("the session with " + channel + " has ended: nobody was subscribed to");
        }
        if (streams.inflows.size() >= limits.perPeer() || open.get() >= limits.perNode()) {
            return new OverloadedException("as many streams of this node are open as may: "
                    + streams.inflows.size() + " of " + channel + " (limits.streamsPerPeer), " + open.get()
                    + " in all (limits.streamsPerNode)");
        }
        open.incrementAndGet();
        streams.inflows.put(id, inflow);
        if (byChannel.get(channel) != streams && streams.inflows.remove(id) != null) { // it closed meanwhile
            open.decrementAndGet();
            return new UnavailableException("the session with " + channel + " has ended: nobody was subscribed to");
        }
        return null;
    }

    /** Whether it was there. */
    boolean forget(RpcChannel channel, long id, StreamReceiver inflow) {
        ChannelStreams streams = byChannel.get(channel);
        boolean was = streams != null && streams.inflows.remove(id, inflow);
        if (was) {
            open.decrementAndGet();
            count("cancelled");
        }
        return was;
    }

    // ---- peers subscribe

    private void subscribed(RpcChannel channel, RemoteMessage.Subscribe message) {
        ChannelStreams streams = byChannel.get(channel);
        if (streams == null) {
            return;
        }
        long id = message.stream();
        if (streams.outflows.containsKey(id)) {
            throw new ProtocolException("expected a new stream, got the number " + id + " again");
        }
        PublisherSource source = channel.references().source(message.publisher());
        Codec codec;
        try {
            codec = codecs.apply(message.codec());
        } catch (CodecException e) {
            refuse(channel, id, RefusalReason.ARGUMENTS, String.valueOf(e.getMessage()));
            return;
        }
        if (source == null) {
            refuse(channel, id, RefusalReason.WITHDRAWN, "the publisher is not there any more");
        } else if (streams.outflows.size() >= limits.perPeer() || served.get() >= limits.perNode()) {
            refuse(
                    channel,
                    id,
                    RefusalReason.OVERLOADED,
                    "as many streams as may be served here: "
                            + streams.outflows.size()
                            + " of this peer (limits.streamsPerPeer), " + served.get()
                            + " in all (limits.streamsPerNode)");
        } else {
            StreamSender outflow = new StreamSender(this, channel, id, source, codec, () -> ended(streams, id));
            serve(channel, id, streams, outflow);
        }
    }

    private void serve(RpcChannel channel, long id, ChannelStreams streams, StreamSender outflow) {
        served.incrementAndGet();
        streams.outflows.put(id, outflow);
        if (!outflow.begin()) {
            ended(streams, id);
            refuse(channel, id, RefusalReason.WITHDRAWN, "what gave the publisher was withdrawn");
            return;
        }
        counters.add("streams.served");
        if (byChannel.get(channel) != streams) {
            outflow.cancel(); // the channel closed meanwhile, perhaps too early to be found among its streams
        }
    }

    private void ended(ChannelStreams streams, long id) {
        if (streams.outflows.remove(id) != null) {
            served.decrementAndGet();
        }
    }

    private void refuse(RpcChannel channel, long id, RefusalReason refusal, String why) {
        counters.refused(
                channel,
                "streams",
                refusal,
                counter -> nodeChannel.raise(new NodeEvent.Refused(channel.toString(), counter, why)));
        channel.send(new RemoteMessage.Stopped(id, refusal, why));
    }

    // ---- what channels tell

    /**
     * A message about a stream arrived. About one that is not there any more it is ignored: what crossed its end.
     *
     * @param channel from where
     * @param message what
     * @throws ProtocolException when the peer should not have sent it
     */
    public void received(RpcChannel channel, RemoteMessage.OfStream message) {
        if (message instanceof RemoteMessage.Subscribe subscribe) {
            subscribed(channel, subscribe);
        } else if (message instanceof RemoteMessage.Request || message instanceof RemoteMessage.Unsubscribe) {
            toOutflow(channel, message);
        } else {
            toInflow(channel, message);
        }
    }

    private void toOutflow(RpcChannel channel, RemoteMessage.OfStream message) {
        ChannelStreams streams = byChannel.get(channel);
        StreamSender outflow = streams == null ? null : streams.outflows.get(message.stream());
        if (outflow == null) {
            counters.add("streams.ignored");
        } else if (message instanceof RemoteMessage.Request request) {
            outflow.granted(request.items(), request.bytes());
        } else {
            outflow.cancel();
        }
    }

    private void toInflow(RpcChannel channel, RemoteMessage.OfStream message) {
        if (message.stream() > ids.get()) {
            throw new ProtocolException("expected a stream that was subscribed to, got the number " + message.stream());
        }
        ChannelStreams streams = byChannel.get(channel);
        StreamReceiver inflow = streams == null ? null : streams.inflows.get(message.stream());
        if (streams == null || inflow == null) {
            counters.add("streams.ignored");
            if (message instanceof RemoteMessage.Item item) {
                channel.references().discard(item.value());
            }
        } else if (message instanceof RemoteMessage.Item item) {
            inflow.item(item.value());
        } else if (streams.inflows.remove(message.stream(), inflow)) {
            open.decrementAndGet();
            ended(channel, inflow, message);
        }
    }

    private void ended(RpcChannel channel, StreamReceiver inflow, RemoteMessage.OfStream message) {
        if (message instanceof RemoteMessage.Failed failed) {
            count("failed");
            inflow.failed(failed.failure());
        } else if (message instanceof RemoteMessage.Stopped stopped) {
            count(stopped.reason().name().toLowerCase(Locale.ROOT));
            inflow.ended(() -> stopped(channel, stopped));
        } else {
            count("completed");
            inflow.ended(() -> null);
        }
    }

    private static CallException stopped(RpcChannel channel, RemoteMessage.Stopped message) {
        String text = "the stream has ended: " + channel + " says: " + message.text();
        return switch (message.reason()) {
            case WITHDRAWN -> new UnavailableException(text);
            case OVERLOADED -> new OverloadedException(text);
            default -> new RefusedException(text);
        };
    }

    private void count(String how) {
        counters.add("streams.ended." + how);
    }

    void failed(String what, Throwable error) {
        counters.add("streams.subscribersFailed");
        nodeChannel.raise(new NodeEvent.HandlerFailed(what, error));
    }
}
