package chaski.node.session;

import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.protocol.PeerSession;
import chaski.api.security.AuditEvent.Outcome;
import chaski.api.security.Decision;
import chaski.api.security.Permission;
import chaski.node.context.AccessDecisions;
import chaski.node.context.PeerRequest;
import chaski.node.send.SendChannel;
import chaski.node.wire.SessionRecord;
import java.util.HashMap;
import java.util.Map;

/** What the peer of one session may do, and which of its routes are refused. Thread-safe unless a method states otherwise. */
final class SessionAccess {

    private final AccessDecisions decisions;
    private final PeerSession session;
    private final SendChannel sendChannel;
    private final AllowedRequests allowed = new AllowedRequests();

    /** True for routes that are admitted. Guarded by the lock of the receiving side. */
    private final Map<Long, Boolean> routes = new HashMap<>();

    SessionAccess(AccessDecisions decisions, PeerSession session, SendChannel sendChannel) {
        this.decisions = decisions;
        this.session = session;
        this.sendChannel = sendChannel;
    }

    private PeerRequest request(Permission permission, String subject, String member) {
        return request(session, permission, subject, member);
    }

    static PeerRequest request(PeerSession session, Permission permission, String subject, String member) {
        return new PeerRequest(session.peer(), session.peerName(), session.identity(), permission, subject, member);
    }

    Decision decide(Permission permission, String subject, String member) {
        if (decisions.isOpen()) {
            return AccessDecisions.OPEN;
        }
        AllowedRequests.Request asked = new AllowedRequests.Request(permission, subject, member);
        int version = decisions.version();
        Decision known = allowed.find(asked, version);
        if (known != null && !decisions.auditsAdmissions()) {
            return known;
        }
        PeerRequest request = request(permission, subject, member);
        Decision decision = decisions.decide(request);
        if (decision.isAllowed()) {
            allowed.add(asked, decision, version);
        }
        decisions.report(request, decision, decision.isAllowed() ? Outcome.ADMITTED : Outcome.REFUSED);
        return decision;
    }

    /** Decides on a route of the peer, and notifies the peer of what changes. The lock of the receiving side is held. */
    boolean admits(long route, Topic topic) {
        if (decisions.isOpen()) {
            return true;
        }
        PeerRequest request = request(Permission.PUBLISH, topic.name(), "");
        Decision decision = decisions.decide(request);
        Boolean before = routes.put(route, decision.isAllowed());
        if (before == null || before != decision.isAllowed()) {
            if (before != null || !decision.isAllowed()) {
                sendChannel.records().access(SessionRecord.OF_ROUTE, route, decision);
            }
            decisions.report(request, decision, outcome(decision, before != null));
        }
        return decision.isAllowed();
    }

    private static Outcome outcome(Decision decision, boolean known) {
        if (decision.isAllowed()) {
            return Outcome.ADMITTED;
        }
        return known ? Outcome.WITHDRAWN : Outcome.REFUSED;
    }

    /** Forgets a route that the peer has closed. The lock of the receiving side is held. */
    void routeClosed(long route) {
        routes.remove(route);
    }

    /** Reports that the peer refuses a publisher of this node. */
    void publisherRefused(Topic topic, String rule) {
        decisions.refusedByPeer(request(Permission.PUBLISH, topic.name(), ""), rule);
    }

    /** Reports that the peer refuses a subscription of this node. */
    void subscriptionRefused(TopicPattern pattern, String rule) {
        decisions.refusedByPeer(request(Permission.SUBSCRIBE, pattern.text(), ""), rule);
    }
}
