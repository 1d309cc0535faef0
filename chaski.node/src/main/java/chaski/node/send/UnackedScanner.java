package chaski.node.send;

import chaski.api.node.NodeEvent.LostRange;
import chaski.node.log.SendLog;
import chaski.node.wire.RecordHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the messages that were not acknowledged: it reads the headers of the records between <em>acknowledged</em> and
 * <em>end</em>, and adds the messages that are still being written. Used under the outbound lock.
 */
final class UnackedScanner {

    private final Map<Long, Span> byRoute = new LinkedHashMap<>();
    private final Map<Long, RoutePeerState> legs;

    UnackedScanner(SendLog log, Map<Long, RoutePeerState> legs) {
        this.legs = legs;
        ByteBuffer header = ByteBuffer.allocate(RecordHeader.BYTES);
        long at = log.acknowledged();
        while (at + RecordHeader.BYTES <= log.end()) {
            header.clear();
            log.copy(at, header);
            int length = RecordHeader.length(header, 0);
            if (length < 0 || length > RecordHeader.MAX_BODY) {
                break; // the peer acknowledged a position inside a record; the records after it cannot be parsed
            }
            note(header);
            at += RecordHeader.BYTES + length;
        }
        for (RoutePeerState leg : legs.values()) {
            if (leg.inProgress >= 0) {
                span(leg.route.number()).add(leg.inProgress);
            }
        }
    }

    private static final class Span {
        private long first = -1;
        private long last = -1;
        private long count;

        /**
         * Adds a sequence. The fragments of one message are consecutive on their route, so comparing with the last one
         * suffices.
         */
        void add(long sequence) {
            if (sequence != last || count == 0) {
                first = count == 0 ? sequence : first;
                last = sequence;
                count++;
            }
        }
    }

    List<LostRange> ranges() {
        List<LostRange> ranges = new ArrayList<>();
        byRoute.forEach((number, span) -> {
            RoutePeerState leg = legs.get(number);
            if (leg != null && !leg.route.isDirect()) {
                ranges.add(new LostRange(leg.route.topic(), number, span.first, span.last, span.count));
            }
        });
        return ranges;
    }

    long count(long route) {
        Span span = byRoute.get(route);
        return span == null ? 0 : span.count;
    }

    private void note(ByteBuffer header) {
        int flags = RecordHeader.flags(header, 0);
        boolean message = RecordHeader.channel(header, 0) != RecordHeader.SESSION_CHANNEL
                && (flags & (RecordHeader.OPEN | RecordHeader.CLOSE)) == 0;
        if (message) {
            span(RecordHeader.route(header, 0)).add(RecordHeader.sequence(header, 0));
        }
    }

    private Span span(long route) {
        return byRoute.computeIfAbsent(route, r -> new Span());
    }
}
