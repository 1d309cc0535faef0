package chaski.node;

import chaski.api.NodeId;
import chaski.api.node.NodeEvent;
import chaski.node.context.NodeContext;
import java.util.Map;

/**
 * Counts what membership has observed, and reports announcements of peers that it refuses; each kind is reported once in {@link
 * ReportInterval#INTERVAL_NS}. Confined to the control loop.
 */
final class RefusedNews {

    /** The counters that are reported, with what users need to know. */
    private static final Map<String, String> REPORTED = Map.of(
            "membership.refused.directoryFull",
            "peers announce more nodes than there is room for; look for one that announces nodes that do not exist",
            "membership.refused.incarnation",
            "a peer announces a node with an incarnation that lies years ahead; look for a wrong clock",
            "membership.refused.version",
            "a peer announces a version of an entry that its owner cannot have reached; it is ignored");

    private final NodeContext context;
    private final ReportInterval reports = new ReportInterval();

    RefusedNews(NodeContext context) {
        this.context = context;
    }

    /** Counts an occurrence. */
    void count(String counter) {
        context.counters().add(counter);
        String reason = REPORTED.get(counter);
        if (reason != null && reports.begin(counter, context.nanoTime())) {
            context.events().raise(at -> new NodeEvent.Refused(at, "the directory", counter, reason));
        }
    }

    /** Counts a refusal of what a peer sent, and reports it; an event of each counter names one peer. */
    void refused(NodeId from, String counter, String reason) {
        context.counters().add(counter);
        if (reports.begin(counter, context.nanoTime())) {
            context.events().raise(at -> new NodeEvent.Refused(at, from.shortForm(), counter, reason));
        }
    }

    /** Called when a peer sends faster than this node reads, or this node was stopped for a while. */
    void overloadedBy(String host) {
        context.events()
                .raise(at -> new NodeEvent.Refused(
                        at,
                        host,
                        MembershipChannel.OVERLOAD,
                        "it sent more of the directory at once than this node could read; the rest is requested again."
                                + " If this goes on, give this process more CPU time"));
    }
}
