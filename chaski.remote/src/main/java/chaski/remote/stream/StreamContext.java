package chaski.remote.stream;

import chaski.api.codec.Codec;
import chaski.api.node.NodeEvent;
import chaski.api.protocol.Environment;
import chaski.api.remote.RemoteLimits;
import chaski.remote.channel.RefusalReporter;
import chaski.remote.channel.RemoteCounters;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The common context of the streams of one node.
 *
 * @param environment time and threads
 * @param events receives events about subscribers that fail; must not block
 * @param codecs finds a codec by name
 * @param limits how many streams there may be, and how much of each may be in flight
 * @param counters counts streams
 * @param refusals reports refused streams
 */
public record StreamContext(
        Environment environment,
        Consumer<NodeEvent.Draft> events,
        Function<String, Codec> codecs,
        RemoteLimits limits,
        RemoteCounters counters,
        RefusalReporter refusals) {

    /** The name of the codec that encodes items. */
    static final String CODEC = "cbor";

    Codec codec() {
        return codecs.apply(CODEC);
    }

    int maxItems() {
        return limits.streamItems();
    }

    int maxBytes() {
        return limits.streamBytes();
    }

    /** Counts how a stream ended. */
    void countEnd(String how) {
        counters.add("streams.ended." + how);
    }

    /** Reports a subscriber that threw. */
    void subscriberFailed(String what, Throwable error) {
        counters.add("streams.subscribersFailed");
        events.accept(at -> new NodeEvent.HandlerFailed(at, what, error));
    }
}
