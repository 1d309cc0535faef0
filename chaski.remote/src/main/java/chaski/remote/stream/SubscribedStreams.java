package chaski.remote.stream;

import chaski.api.ProtocolException;
import chaski.api.remote.CallException;
import chaski.api.remote.OverloadedException;
import chaski.api.remote.RefusedException;
import chaski.api.remote.UnavailableException;
import chaski.api.remote.UncertainException;
import chaski.remote.channel.RpcChannel;
import chaski.remote.wire.RemoteMessage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The streams that this node has subscribed to, by channel and number. Thread-safe. */
final class SubscribedStreams {

    private final StreamContext context;
    private final AtomicLong ids = new AtomicLong();
    private final AtomicInteger open = new AtomicInteger();
    private final Map<RpcChannel, Map<Long, StreamReceiver>> byChannel = new ConcurrentHashMap<>();

    SubscribedStreams(StreamContext context) {
        this.context = context;
    }

    void opened(RpcChannel channel) {
        byChannel.put(channel, new ConcurrentHashMap<>());
    }

    /** Fails the streams of a channel: what they emitted since is unknown. */
    void closed(RpcChannel channel, String why) {
        Map<Long, StreamReceiver> streams = byChannel.remove(channel);
        if (streams != null) {
            streams.forEach((id, receiver) -> {
                if (streams.remove(id, receiver)) {
                    open.decrementAndGet();
                    context.countEnd("uncertain");
                    receiver.ended(() -> new UncertainException(
                            why + ": the stream may have gone on, and nothing more of it arrives"));
                }
            });
        }
    }

    List<RpcChannel> channels() {
        return List.copyOf(byChannel.keySet());
    }

    /** Asks the peer to end the streams of a channel. */
    void unsubscribe(RpcChannel channel) {
        byChannel
                .getOrDefault(channel, Map.of())
                .keySet()
                .forEach(id -> channel.send(new RemoteMessage.Unsubscribe(id)));
    }

    void subscribe(
            RpcChannel channel,
            LongSupplier publisher,
            ItemDecoder decoder,
            Flow.Subscriber<? super Object> subscriber) {
        long id = ids.incrementAndGet();
        StreamReceiver receiver = new StreamReceiver(context, this, channel, id, decoder, subscriber);
        CallException refusal = admit(channel, id, receiver);
        if (refusal == null) {
            context.counters().add("streams.opened");
            channel.send(new RemoteMessage.Subscribe(id, publisher.getAsLong(), StreamContext.CODEC));
        } else {
            receiver.ended(() -> refusal);
        }
        receiver.begin();
    }

    private @Nullable CallException admit(RpcChannel channel, long id, StreamReceiver receiver) {
        Map<Long, StreamReceiver> streams = byChannel.get(channel);
        if (streams == null) {
            return sessionEnded(channel);
        }
        if (streams.size() >= context.limits().streamsPerPeer()
                || open.get() >= context.limits().streamsPerNode()) {
            return new OverloadedException("the limit of open streams of this node is reached: "
                    + streams.size() + " of " + channel + " (limits.streamsPerPeer), " + open.get()
                    + " in all (limits.streamsPerNode)");
        }
        open.incrementAndGet();
        streams.put(id, receiver);
        if (byChannel.get(channel) != streams && streams.remove(id) != null) { // it closed in the meantime
            open.decrementAndGet();
            return sessionEnded(channel);
        }
        return null;
    }

    private static UnavailableException sessionEnded(RpcChannel channel) {
        return new UnavailableException("the session with " + channel + " has ended: the subscription was not sent");
    }

    /** Removes a stream that its subscriber ends; false if it has ended before. */
    boolean remove(RpcChannel channel, long id, StreamReceiver receiver) {
        boolean removed = byChannel.getOrDefault(channel, Map.of()).remove(id, receiver);
        if (removed) {
            open.decrementAndGet();
            context.countEnd("cancelled");
        }
        return removed;
    }

    void received(RpcChannel channel, RemoteMessage.OfStream message) {
        if (message.stream() > ids.get()) {
            throw new ProtocolException("expected a stream that was subscribed to, got the number " + message.stream());
        }
        Map<Long, StreamReceiver> streams = byChannel.get(channel);
        StreamReceiver receiver = streams == null ? null : streams.get(message.stream());
        if (streams == null || receiver == null) {
            context.counters().add("streams.ignored");
            if (message instanceof RemoteMessage.Item item) {
                channel.references().discard(item.value());
            }
        } else if (message instanceof RemoteMessage.Item item) {
            receiver.item(item.value());
        } else if (streams.remove(message.stream(), receiver)) {
            open.decrementAndGet();
            end(channel, receiver, message);
        }
    }

    private void end(RpcChannel channel, StreamReceiver receiver, RemoteMessage.OfStream message) {
        if (message instanceof RemoteMessage.Failed failed) {
            context.countEnd("failed");
            receiver.failed(failed.failure());
        } else if (message instanceof RemoteMessage.Stopped stopped) {
            context.countEnd(stopped.reason().name().toLowerCase(Locale.ROOT));
            receiver.ended(() -> stopped(channel, stopped));
        } else {
            context.countEnd("completed");
            receiver.ended(() -> null);
        }
    }

    private static CallException stopped(RpcChannel channel, RemoteMessage.Stopped message) {
        String text = "the stream was ended by " + channel + ": " + message.text();
        return switch (message.reason()) {
            case WITHDRAWN -> new UnavailableException(text);
            case OVERLOADED -> new OverloadedException(text);
            default -> new RefusedException(text);
        };
    }
}
