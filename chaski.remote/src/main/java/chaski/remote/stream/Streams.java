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
import chaski.remote.line.Counters;
import chaski.remote.line.Line;
import chaski.remote.value.Rebuilding;
import chaski.remote.value.Source;
import chaski.remote.value.ValueType;
import chaski.remote.wire.Refusal;
import chaski.remote.wire.RemoteMessage;
import chaski.remote.wire.Value;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The streams of this node that have not ended, by line: those it subscribed to, and those of its own publishers. Thread-safe. */
public final class Streams {

    /** The codec that writes items. */
    private static final String CODEC = "cbor";

    private final Environment environment;
    private final Channel channel;
    private final Function<String, Codec> codecs;
    private final RemoteStreamLimits limits;
    private final Counters counters;
    private final AtomicLong ids = new AtomicLong();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger served = new AtomicInteger();
    private final Map<Line, OfLine> byLine = new ConcurrentHashMap<>();

    /**
     * There are none yet.
     *
     * @param environment time and threads
     * @param channel told of what is refused, and of subscribers that fail
     * @param codecs finds a codec by name
     * @param limits how many there may be, and how much may be under way in each
     * @param counters what happened
     */
    public Streams(
            Environment environment,
            Channel channel,
            Function<String, Codec> codecs,
            RemoteStreamLimits limits,
            Counters counters) {
        this.environment = environment;
        this.channel = channel;
        this.codecs = codecs;
        this.limits = limits;
        this.counters = counters;
    }

    /** The streams of one line, by their numbers: who subscribes gives them, so each side has its own. */
    private static final class OfLine {
        private final Map<Long, Inflow> inflows = new ConcurrentHashMap<>();
        private final Map<Long, Outflow> outflows = new ConcurrentHashMap<>();
    }

    Environment environment() {
        return environment;
    }

    Codec codec() {
        return codecs.apply(CODEC);
    }

    int mostItems() {
        return limits.items();
    }

    int mostBytes() {
        return limits.bytes();
    }

    /**
     * A line opens.
     *
     * @param line the line
     */
    public void opened(Line line) {
        byLine.put(line, new OfLine());
    }

    /**
     * A line is no more: its streams end.
     *
     * @param line the line
     * @param why for the subscribers
     */
    public void closed(Line line, String why) {
        end(line, why);
    }

    private void end(Line line, String why) {
        OfLine streams = byLine.remove(line);
        if (streams != null) {
            streams.outflows.values().forEach(Outflow::cancel);
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
        byLine.keySet().forEach(line -> {
            OfLine streams = byLine.get(line);
            if (streams != null) {
                streams.inflows.keySet().forEach(id -> line.send(new RemoteMessage.Unsubscribe(id)));
            }
            end(line, why);
        });
    }

    // ---- this node subscribes

    /**
     * Makes what stands for a publisher of a peer.
     *
     * @param line the way to the peer
     * @param number the publisher's number there
     * @param items how its items are read
     * @param rebuilding builds what it fails with
     * @return a publisher, each subscription of which opens a stream
     */
    public Flow.Publisher<?> publisher(Line line, long number, ValueType items, Rebuilding rebuilding) {
        return new RemotePublisher(this, line, () -> number, new Reading(items, rebuilding, limits.items()));
    }

    /**
     * Makes what stands for a publisher of this node.
     *
     * @param line the way to this node
     * @param source the publisher
     * @param items how its items are read
     * @param rebuilding builds what it fails with
     * @return a publisher, each subscription of which opens a stream
     */
    public Flow.Publisher<?> own(Line line, Source source, ValueType items, Rebuilding rebuilding) {
        LongSupplier number = () -> ((Value.Published) line.references().publish(source)).number();
        return new RemotePublisher(this, line, number, new Reading(items, rebuilding, limits.items()));
    }

    void subscribe(Line line, LongSupplier publisher, Reading reading, Flow.Subscriber<? super Object> subscriber) {
        long id = ids.incrementAndGet();
        Inflow inflow = new Inflow(this, line, id, reading, subscriber);
        CallException refusal = admit(line, id, inflow);
        if (refusal == null) {
            counters.add("streams.opened");
            line.send(new RemoteMessage.Subscribe(id, publisher.getAsLong(), CODEC));
        } else {
            inflow.ended(() -> refusal);
        }
        inflow.begin();
    }

    private @Nullable CallException admit(Line line, long id, Inflow inflow) {
        OfLine streams = byLine.get(line);
        if (streams == null) {
            return new UnavailableException("the session with " + line + " has ended: nobody was subscribed to");
        }
        if (streams.inflows.size() >= limits.perPeer() || open.get() >= limits.perNode()) {
            return new OverloadedException("as many streams of this node are open as may: "
                    + streams.inflows.size() + " of " + line + " (limits.streamsPerPeer), " + open.get()
                    + " in all (limits.streamsPerNode)");
        }
        open.incrementAndGet();
        streams.inflows.put(id, inflow);
        if (byLine.get(line) != streams && streams.inflows.remove(id) != null) { // it closed meanwhile
            open.decrementAndGet();
            return new UnavailableException("the session with " + line + " has ended: nobody was subscribed to");
        }
        return null;
    }

    /** Whether it was there. */
    boolean forget(Line line, long id, Inflow inflow) {
        OfLine streams = byLine.get(line);
        boolean was = streams != null && streams.inflows.remove(id, inflow);
        if (was) {
            open.decrementAndGet();
            count("cancelled");
        }
        return was;
    }

    // ---- peers subscribe

    private void subscribed(Line line, RemoteMessage.Subscribe message) {
        OfLine streams = byLine.get(line);
        if (streams == null) {
            return;
        }
        long id = message.stream();
        if (streams.outflows.containsKey(id)) {
            throw new ProtocolException("expected a new stream, got the number " + id + " again");
        }
        Source source = line.references().source(message.publisher());
        Codec codec;
        try {
            codec = codecs.apply(message.codec());
        } catch (CodecException e) {
            refuse(line, id, Refusal.ARGUMENTS, String.valueOf(e.getMessage()));
            return;
        }
        if (source == null) {
            refuse(line, id, Refusal.WITHDRAWN, "the publisher is not there any more");
        } else if (streams.outflows.size() >= limits.perPeer() || served.get() >= limits.perNode()) {
            refuse(
                    line,
                    id,
                    Refusal.OVERLOADED,
                    "as many streams as may be served here: "
                            + streams.outflows.size()
                            + " of this peer (limits.streamsPerPeer), " + served.get()
                            + " in all (limits.streamsPerNode)");
        } else {
            Outflow outflow = new Outflow(this, line, id, source, codec, () -> ended(streams, id));
            serve(line, id, streams, outflow);
        }
    }

    private void serve(Line line, long id, OfLine streams, Outflow outflow) {
        served.incrementAndGet();
        streams.outflows.put(id, outflow);
        if (!outflow.begin()) {
            ended(streams, id);
            refuse(line, id, Refusal.WITHDRAWN, "what gave the publisher was withdrawn");
            return;
        }
        counters.add("streams.served");
        if (byLine.get(line) != streams) {
            outflow.cancel(); // the line closed meanwhile, perhaps too early to be found among its streams
        }
    }

    private void ended(OfLine streams, long id) {
        if (streams.outflows.remove(id) != null) {
            served.decrementAndGet();
        }
    }

    private void refuse(Line line, long id, Refusal refusal, String why) {
        counters.refused(
                line,
                "streams",
                refusal,
                counter -> channel.raise(new NodeEvent.Refused(line.toString(), counter, why)));
        line.send(new RemoteMessage.Stopped(id, refusal, why));
    }

    // ---- what lines tell

    /**
     * A message about a stream arrived. About one that is not there any more it is ignored: what crossed its end.
     *
     * @param line from where
     * @param message what
     * @throws ProtocolException when the peer should not have sent it
     */
    public void received(Line line, RemoteMessage.OfStream message) {
        if (message instanceof RemoteMessage.Subscribe subscribe) {
            subscribed(line, subscribe);
        } else if (message instanceof RemoteMessage.Request || message instanceof RemoteMessage.Unsubscribe) {
            toOutflow(line, message);
        } else {
            toInflow(line, message);
        }
    }

    private void toOutflow(Line line, RemoteMessage.OfStream message) {
        OfLine streams = byLine.get(line);
        Outflow outflow = streams == null ? null : streams.outflows.get(message.stream());
        if (outflow == null) {
            counters.add("streams.ignored");
        } else if (message instanceof RemoteMessage.Request request) {
            outflow.granted(request.items(), request.bytes());
        } else {
            outflow.cancel();
        }
    }

    private void toInflow(Line line, RemoteMessage.OfStream message) {
        if (message.stream() > ids.get()) {
            throw new ProtocolException("expected a stream that was subscribed to, got the number " + message.stream());
        }
        OfLine streams = byLine.get(line);
        Inflow inflow = streams == null ? null : streams.inflows.get(message.stream());
        if (streams == null || inflow == null) {
            counters.add("streams.ignored");
            if (message instanceof RemoteMessage.Item item) {
                line.references().discard(item.value());
            }
        } else if (message instanceof RemoteMessage.Item item) {
            inflow.item(item.value());
        } else if (streams.inflows.remove(message.stream(), inflow)) {
            open.decrementAndGet();
            ended(line, inflow, message);
        }
    }

    private void ended(Line line, Inflow inflow, RemoteMessage.OfStream message) {
        if (message instanceof RemoteMessage.Failed failed) {
            count("failed");
            inflow.failed(failed.failure());
        } else if (message instanceof RemoteMessage.Stopped stopped) {
            count(stopped.reason().name().toLowerCase(Locale.ROOT));
            inflow.ended(() -> stopped(line, stopped));
        } else {
            count("completed");
            inflow.ended(() -> null);
        }
    }

    private static CallException stopped(Line line, RemoteMessage.Stopped message) {
        String text = "the stream has ended: " + line + " says: " + message.text();
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
        channel.raise(new NodeEvent.HandlerFailed(what, error));
    }
}
