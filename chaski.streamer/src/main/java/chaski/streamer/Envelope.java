package chaski.streamer;

import chaski.api.Topic;
import chaski.api.node.Credit;
import chaski.api.streamer.Message;
import chaski.api.streamer.Origin;
import java.time.Instant;
import java.util.Map;

/** A message in a subscription's queue, not decoded yet, with the credit it holds. Immutable. */
final class Envelope {

    private final Source source;
    private final long sequence;
    private final long timestampMs;
    private final Map<String, String> headers;
    private final byte[] payload;
    private final long cost;
    private final Credit credit;

    Envelope(
            Source source,
            long sequence,
            long timestampMs,
            Map<String, String> headers,
            byte[] payload,
            long cost,
            Credit credit) {
        this.source = source;
        this.sequence = sequence;
        this.timestampMs = timestampMs;
        this.headers = headers;
        this.payload = payload;
        this.cost = cost;
        this.credit = credit;
    }

    /** Who published, on what topic, in what format. */
    record Source(Topic topic, Origin origin, String content) {}

    Source source() {
        return source;
    }

    long sequence() {
        return sequence;
    }

    long cost() {
        return cost;
    }

    Credit credit() {
        return credit;
    }

    /** Decodes; each envelope once. */
    <T> Message<T> open(PayloadFormat<T> format) {
        return new Opened<>(
                source, format.decode(source.content(), payload), sequence, timestampMs, headers);
    }

    private record Opened<T>(
            Source source, T payload, long sequence, long timestampMs, Map<String, String> headers)
            implements Message<T> {

        @Override
        public Topic topic() {
            return source.topic();
        }

        @Override
        public Origin origin() {
            return source.origin();
        }

        @Override
        public Instant timestamp() {
            return Instant.ofEpochMilli(timestampMs);
        }
    }
}
