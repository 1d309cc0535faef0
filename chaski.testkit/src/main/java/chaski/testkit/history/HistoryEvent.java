package chaski.testkit.history;

import java.time.Duration;
import java.util.Set;

/**
 * An event of a history. The test chooses the names of nodes, sessions and subscriptions and uses each once: a
 * restarted node, a new session of the same pair and a new subscription have new names.
 */
public sealed interface HistoryEvent {

    /**
     * A session began, as one of its two nodes sees it.
     *
     * @param session the session
     * @param node the node
     */
    record SessionBegan(String session, String node) implements HistoryEvent {}

    /**
     * A session ended, as one of its two nodes sees it. The other may see it later, or never.
     *
     * @param session the session
     * @param node the node
     */
    record SessionEnded(String session, String node) implements HistoryEvent {}

    /**
     * A subscription was created.
     *
     * @param subscription the subscription
     * @param node its node
     */
    record SubscriptionOpened(String subscription, String node) implements HistoryEvent {}

    /**
     * A subscription was closed; its node delivers no more to it.
     *
     * @param subscription the subscription
     */
    record SubscriptionClosed(String subscription) implements HistoryEvent {}

    /**
     * A publisher's message was accepted for the peer of a session.
     *
     * @param publisher the publisher
     * @param sequence the message's number
     * @param session the session that carries it; the publisher's own node counts as a session, too
     * @param subscriptions the subscriptions of that peer that should receive it, at least one
     */
    record Sent(PublisherId publisher, long sequence, String session, Set<String> subscriptions)
            implements HistoryEvent {

        /**
         * Copies the set.
         *
         * @param publisher the publisher
         * @param sequence the message's number
         * @param session the session that carries it; the publisher's own node counts as a session, too
         * @param subscriptions the subscriptions of that peer that should receive it, at least one
         */
        public Sent {
            subscriptions = Set.copyOf(subscriptions);
            if (subscriptions.isEmpty()) {
                throw new IllegalArgumentException("expected at least one subscription for message " + sequence + " of "
                        + publisher + ", as a message that matches none is not sent");
            }
        }
    }

    /**
     * A message was handed to a subscription's queue.
     *
     * @param subscription the subscription
     * @param publisher the publisher
     * @param sequence the message's number
     */
    record Delivered(String subscription, PublisherId publisher, long sequence) implements HistoryEvent {}

    /**
     * The publisher's node was notified that the peer of a session has processed a message: handed it over, or found
     * that the subscription is closed.
     *
     * @param publisher the publisher
     * @param sequence the message's number
     * @param session the session
     */
    record Acknowledged(PublisherId publisher, long sequence, String session) implements HistoryEvent {}

    /**
     * A node was notified that its peer received so many messages whose subscriptions were all closed.
     *
     * @param session the session
     * @param node the node that had sent them
     * @param count how many messages
     */
    record Unsubscribed(String session, String node, long count) implements HistoryEvent {}

    /**
     * The publisher's node reported messages lost.
     *
     * @param session the session that ended
     * @param publisher the publisher
     * @param first the lowest sequence
     * @param last the highest sequence
     * @param count how many messages of this session are in that range and lost
     * @param exact true if both sides have been in contact again, so that none of them was delivered
     */
    record Lost(String session, PublisherId publisher, long first, long last, long count, boolean exact)
            implements HistoryEvent {}

    /**
     * A node died without warning: it reports nothing about what it sent.
     *
     * @param node the node
     */
    record NodeDied(String node) implements HistoryEvent {}

    /**
     * A node was closed; it ends its sessions.
     *
     * @param node the node
     */
    record NodeClosing(String node) implements HistoryEvent {}

    /**
     * A session has lost its last link, as one of its nodes sees it.
     *
     * @param session the session
     * @param node the node
     */
    record LinkLost(String session, String node) implements HistoryEvent {}

    /**
     * A node reported why a session ended there; follows {@link SessionEnded}.
     *
     * @param session the session
     * @param node the node
     * @param reason why
     * @param limit the configured time that had to pass before, zero if the reason needs none
     */
    record EndReported(String session, String node, EndReason reason, Duration limit) implements HistoryEvent {}

    /** Why a session ended. */
    enum EndReason {
        /** This node closed. */
        CLOSED,
        /** The peer closed, was killed or restarted, or had ended the session. */
        PEER_ENDED,
        /** The session had no link for longer than the limit. */
        OUTAGE,
        /** A publisher had waited longer than the limit for a peer without a link. */
        STALL,
        /** A publisher had waited longer than the limit for a peer whose process seemed to have ended. */
        DOUBT,
        /** Neither side needed it: no message may be lost by this. */
        UNNEEDED,
        /** Anything else: never legitimate between nodes that follow the protocol. */
        OTHER
    }

    /**
     * The time at which the events after this one happen.
     *
     * @param now since the history began; never less than before
     */
    record Time(Duration now) implements HistoryEvent {}

    /**
     * Something that excuses delays has begun: a fault, a slow consumer, a stopped process.
     *
     * @param cause its name, which {@link Undisturbed} repeats
     */
    record Disturbed(String cause) implements HistoryEvent {}

    /**
     * Something that excused delays is over.
     *
     * @param cause its name
     */
    record Undisturbed(String cause) implements HistoryEvent {}

    /**
     * A publisher was refused or waits, and keeps trying.
     *
     * @param publisher the publisher
     */
    record Waiting(PublisherId publisher) implements HistoryEvent {}

    /**
     * A publisher that waited had its message accepted, gave up or was closed.
     *
     * @param publisher the publisher
     */
    record Proceeded(PublisherId publisher) implements HistoryEvent {}

    /**
     * An offer of a publisher was refused for lack of room. Refusals in a row are a wait, too, as long as no message is
     * accepted.
     *
     * @param publisher the publisher
     */
    record Refused(PublisherId publisher) implements HistoryEvent {}

    /**
     * A transport was removed from a node, so that the node may not be reachable.
     *
     * @param node the node
     */
    record TransportAway(String node) implements HistoryEvent {}

    /**
     * A transport was added again.
     *
     * @param node the node
     */
    record TransportBack(String node) implements HistoryEvent {}
}
