package chaski.node.session;

import chaski.api.TopicPattern;
import chaski.api.protocol.PeerSession;
import chaski.api.security.AuditEvent.Outcome;
import chaski.api.security.Decision;
import chaski.api.security.Permission;
import chaski.node.context.AccessDecisions;
import chaski.node.context.CoalescedTask;
import chaski.node.context.NodeContext;
import chaski.node.context.PeerRequest;
import chaski.node.routing.Router;
import chaski.node.routing.SubscriptionAccess;
import chaski.node.send.SendChannelOwner;

/**
 * Decides by the grants which subscriptions of peers are served, and after changes of the grants decides again on all that was decided:
 * what this node does itself, and sessions, subscriptions and publishers of peers. Reviews run on the control loop.
 */
final class AccessReview implements SubscriptionAccess {

    private final AccessDecisions decisions;
    private final SessionTable sessions;
    private final Router router;
    private final SessionLifecycle lifecycle;
    private final Channels channels;
    private final CoalescedTask review;

    AccessReview(
            NodeContext context, SessionTable sessions, Router router, SessionLifecycle lifecycle, Channels channels) {
        this.decisions = context.access();
        this.sessions = sessions;
        this.router = router;
        this.lifecycle = lifecycle;
        this.channels = channels;
        this.review = new CoalescedTask(context.environment(), this::review);
    }

    /** Enforces the grants from now on. */
    void start() {
        router.access(this);
        decisions.start(review::request);
    }

    private void review() {
        channels.accessChanged();
        for (Session session : sessions.evenProposed()) {
            PeerRequest join = SessionAccess.request(session, Permission.JOIN, "", "");
            Decision decision = decisions.decide(join);
            if (decision.isAllowed()) {
                session.unsubscribedMessages().withheld(router.review(session.sendChannel()));
                session.channels().accessChanged();
            } else {
                decisions.report(join, decision, Outcome.WITHDRAWN);
                lifecycle.refuse(session, "REFUSED: join is not granted any more by " + decision.rule());
            }
        }
    }

    @Override
    public boolean isEnforced() {
        return !decisions.isOpen();
    }

    private static PeerRequest subscribe(SendChannelOwner peer, TopicPattern pattern) {
        return SessionAccess.request((PeerSession) peer, Permission.SUBSCRIBE, pattern.text(), "");
    }

    @Override
    public Decision decide(SendChannelOwner peer, TopicPattern pattern) {
        return decisions.decide(subscribe(peer, pattern));
    }

    @Override
    public void report(SendChannelOwner peer, TopicPattern pattern, Decision decision, Outcome outcome) {
        decisions.report(subscribe(peer, pattern), decision, outcome);
    }

    @Override
    public int version() {
        return decisions.version();
    }

    @Override
    public void reviewAgain() {
        decisions.reviewAgain();
    }
}
