package chaski.node.send;

import chaski.api.protocol.Route;
import chaski.node.log.SendLog;
import chaski.node.wire.RecordHeader;
import chaski.node.wire.SessionRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Turns messages into empty records that no link has begun to send, and that are for refused declarations only. They were accepted while
 * the session had no link, and the peer may not have them any more. Messages of more than one record are left as they are: one of them
 * may have begun. Used under the lock of the send channel.
 */
final class WithheldMessages {

    private final SendLog log;
    private final Map<Long, RoutePeerState> routes;
    private final ByteBuffer header = ByteBuffer.allocate(RecordHeader.BYTES);

    WithheldMessages(SendLog log, Map<Long, RoutePeerState> routes) {
        this.log = log;
        this.routes = routes;
    }

    /**
     * Withholds messages, and returns their credit.
     *
     * @param flows all declarations of the peer
     * @param refused those of them that are refused now, and were served before
     * @return how many messages
     */
    int withhold(List<CreditFlow> flows, List<CreditFlow> refused) {
        int count = 0;
        long at = log.acknowledged();
        while (at + RecordHeader.BYTES <= log.end()) {
            log.copy(at, header.clear());
            int length = RecordHeader.length(header, 0);
            if (length < 0 || length > RecordHeader.MAX_BODY) {
                break; // the peer acknowledged a position inside a record; the records after it cannot be parsed
            }
            if (log.isUntouched(at)) {
                List<CreditFlow> receivers = receivers(at, flows);
                if (!receivers.isEmpty() && refused.containsAll(receivers)) {
                    SessionRecord.encodeWithdrawn(header.clear(), length);
                    log.overwrite(at, header.flip());
                    receivers.forEach(flow -> flow.refund(Route.cost(length)));
                    count++;
                }
            }
            at += RecordHeader.BYTES + length;
        }
        return count;
    }

    /** Returns the declarations that the record at a position was sent for; none if it is not a whole message. */
    private List<CreditFlow> receivers(long position, List<CreditFlow> flows) {
        RoutePeerState state = routes.get(RecordHeader.route(header, 0));
        boolean whole = RecordHeader.channel(header, 0) != RecordHeader.SESSION_CHANNEL
                && RecordHeader.flags(header, 0) == (RecordHeader.FIRST | RecordHeader.LAST);
        List<CreditFlow> receivers = new ArrayList<>();
        if (whole && state != null && !state.direct) {
            for (CreditFlow flow : flows) {
                if (flow.channel == state.route.channel()
                        && flow.isServedAt(position)
                        && flow.pattern.matches(state.route.topic())) {
                    receivers.add(flow);
                }
            }
        }
        return receivers;
    }
}
