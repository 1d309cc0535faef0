package chaski.node.routing;

import chaski.api.TopicPattern;
import chaski.api.security.AuditEvent.Outcome;
import chaski.api.security.Decision;
import chaski.node.send.SendChannelOwner;

/** Decides which subscriptions of peers the publishers of this node serve. Thread-safe. */
public interface SubscriptionAccess {

    /** {@return false if everything is allowed} */
    boolean isEnforced();

    /**
     * Decides, without reporting. May run code of users, so no lock of the router is held.
     *
     * @param peer the session with the peer
     * @param pattern what it subscribes to
     * @return the decision
     */
    Decision decide(SendChannelOwner peer, TopicPattern pattern);

    /**
     * Reports a decision that is enforced.
     *
     * @param peer the session with the peer
     * @param pattern what it subscribes to
     * @param decision the decision
     * @param outcome what this node does
     */
    void report(SendChannelOwner peer, TopicPattern pattern, Decision decision, Outcome outcome);

    /** {@return a number that changes before decisions are reviewed} */
    int version();

    /** Has all decisions reviewed. */
    void reviewAgain();
}
