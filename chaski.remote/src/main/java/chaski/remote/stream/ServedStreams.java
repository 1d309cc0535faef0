package chaski.remote.stream;

import chaski.api.CodecException;
import chaski.api.ProtocolException;
import chaski.api.codec.Codec;
import chaski.remote.channel.RpcChannel;
import chaski.remote.value.PublisherSource;
import chaski.remote.wire.RefusalReason;
import chaski.remote.wire.RemoteMessage;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The streams of this node's publishers to subscribers on other nodes, by channel and the subscriber's number. Thread-safe. */
final class ServedStreams {

    private final StreamContext context;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<RpcChannel, Map<Long, StreamSender>> byChannel = new ConcurrentHashMap<>();

    ServedStreams(StreamContext context) {
        this.context = context;
    }

    void opened(RpcChannel channel) {
        byChannel.put(channel, new ConcurrentHashMap<>());
    }

    void closed(RpcChannel channel) {
        Map<Long, StreamSender> streams = byChannel.remove(channel);
        if (streams != null) {
            streams.values().forEach(StreamSender::cancel);
        }
    }

    void subscribe(RpcChannel channel, RemoteMessage.Subscribe message) {
        Map<Long, StreamSender> streams = byChannel.get(channel);
        if (streams == null) {
            return;
        }
        long id = message.stream();
        if (streams.containsKey(id)) {
            throw new ProtocolException("expected a new stream, got the number " + id + " again");
        }
        PublisherSource source = channel.references().source(message.publisher());
        Codec codec;
        try {
            codec = context.codecs().apply(message.codec());
        } catch (CodecException e) {
            refuse(channel, id, RefusalReason.ARGUMENTS, String.valueOf(e.getMessage()));
            return;
        }
        Optional<String> refusal = source == null ? Optional.empty() : source.refusal();
        if (source == null) {
            refuse(channel, id, RefusalReason.WITHDRAWN, "the publisher was released");
        } else if (refusal.isPresent()) {
            refuse(channel, id, RefusalReason.NOT_GRANTED, refusal.get());
        } else if (streams.size() >= context.limits().streamsPerPeer()
                || open.get() >= context.limits().streamsPerNode()) {
            refuse(
                    channel,
                    id,
                    RefusalReason.OVERLOADED,
                    "the limit of served streams is reached: " + streams.size()
                            + " of this peer (limits.streamsPerPeer), " + open.get()
                            + " in all (limits.streamsPerNode)");
        } else {
            StreamSender sender = new StreamSender(context, channel, id, source, codec, () -> ended(streams, id));
            begin(channel, id, streams, sender);
        }
    }

    private void begin(RpcChannel channel, long id, Map<Long, StreamSender> streams, StreamSender sender) {
        open.incrementAndGet();
        streams.put(id, sender);
        if (!sender.begin()) {
            ended(streams, id);
            refuse(channel, id, RefusalReason.WITHDRAWN, StreamSender.EXPORT_WITHDRAWN);
            return;
        }
        context.counters().add("streams.served");
        if (byChannel.get(channel) != streams) {
            sender.cancel(); // the channel closed in the meantime, perhaps before the stream was among those it cancels
        }
    }

    void accessChanged(RpcChannel channel) {
        byChannel.getOrDefault(channel, Map.of()).values().forEach(StreamSender::accessChanged);
    }

    private void ended(Map<Long, StreamSender> streams, long id) {
        if (streams.remove(id) != null) {
            open.decrementAndGet();
        }
    }

    private void refuse(RpcChannel channel, long id, RefusalReason reason, String why) {
        context.refusals().report(channel, "streams", reason, why);
        channel.send(new RemoteMessage.Stopped(id, reason, why));
    }

    /** Receives a request for items, or the cancellation of a stream. */
    void received(RpcChannel channel, RemoteMessage.OfStream message) {
        StreamSender sender = byChannel.getOrDefault(channel, Map.of()).get(message.stream());
        if (sender == null) {
            context.counters().add("streams.ignored");
        } else if (message instanceof RemoteMessage.Request request) {
            sender.granted(request.items(), request.bytes());
        } else {
            sender.cancel();
        }
    }
}
