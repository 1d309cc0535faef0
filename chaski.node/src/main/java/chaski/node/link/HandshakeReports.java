package chaski.node.link;

import chaski.api.Endpoint;
import chaski.node.context.NodeContext;
import chaski.node.wire.Hello;
import chaski.node.wire.LinkError;
import chaski.node.wire.Refusal;
import chaski.node.wire.RefusalCode;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts the refusals and errors of both sides of links, and reports those that users need to know of, by the code of each.
 * Thread-safe.
 */
final class HandshakeReports {

    private static final String BY_PEERS = "errors.reportedByPeers";

    /** The refusals by a dialler that the dialled node reports; all others are reported by the dialler. */
    private static final Set<RefusalCode> REPORTED_WHEN_DIALLED = EnumSet.of(
            RefusalCode.LIMIT, RefusalCode.VERSION, RefusalCode.DENIED, RefusalCode.IDENTITY, RefusalCode.NOT_GRANTED);

    private final NodeContext context;
    private final RefusalReports reports;

    HandshakeReports(NodeContext context) {
        this.context = context;
        this.reports = new RefusalReports(context);
    }

    /** Counts and reports something that this node refuses. */
    void refused(Endpoint from, String counter, String reason) {
        context.counters().add(counter);
        reports.refused(from, counter, reason);
    }

    /**
     * Counts and reports a REFUSED that this node sends.
     *
     * @param hello the HELLO of the other side, if it was received
     */
    void sent(Endpoint to, @Nullable Hello hello, RefusalCode code, String text) {
        String reason = withName(text, hello);
        switch (code) {
            case LIMIT -> reports.refused(to, "refused.peers", reason); // counted where the room is checked
            case VERSION -> refused(to, "refused.version", reason);
            case DENIED -> refused(to, "refused.denied", reason);
            case ID_IN_USE -> refused(to, "refused.idInUse", reason);
            case IDENTITY -> refused(to, "refused.identity", reason);
            default -> {}
        }
    }

    /**
     * Counts and reports a REFUSED that the other side has sent.
     *
     * @param dialled true if this node has dialled, whose attempt then reports most refusals
     * @param hello the HELLO of the other side, if it was received
     */
    void received(Endpoint from, boolean dialled, @Nullable Hello hello, Refusal refusal) {
        RefusalCode code = refusal.code();
        if (dialled) {
            context.counters().add("dial.refused." + code);
            if (code == RefusalCode.DENIED) {
                reports.refused(from, "dial.DENIED", withName(refusal.text(), hello));
            }
        } else if (REPORTED_WHEN_DIALLED.contains(code)) {
            refused(from, "peer.refused." + code, withName(refusal.text(), hello));
        }
    }

    /** Counts and reports an ERROR that the other side has sent. That its transport leaves is no error. */
    void received(Endpoint from, LinkError error) {
        if (error.code() == RefusalCode.TRANSPORT_LEAVING) {
            context.counters().add("links.transportLeftAtPeer");
        } else {
            refused(from, BY_PEERS, error.text());
        }
    }

    /** {@return the reason, followed by the name and id of the other node if it is known} */
    private static String withName(String reason, @Nullable Hello hello) {
        return hello == null
                ? reason
                : reason + "; the other node is " + hello.name() + " ("
                        + hello.node().shortForm() + ")";
    }
}
