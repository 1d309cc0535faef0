package chaski.api.node;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import java.util.List;
import java.util.Optional;

/** Something that happened to a node. A closed family, made to be switched over. */
public sealed interface NodeEvent {

    /**
     * A listener is bound.
     *
     * @param endpoint the endpoint with its real port
     */
    record Listening(Endpoint endpoint) implements NodeEvent {}

    /**
     * A transport arrived.
     *
     * @param scheme its scheme
     */
    record TransportArrived(String scheme) implements NodeEvent {}

    /**
     * A transport left.
     *
     * @param scheme its scheme
     */
    record TransportLeft(String scheme) implements NodeEvent {}

    /**
     * A session with a peer stands, or its peer is alive again.
     *
     * @param peer the peer
     * @param name its name
     * @param endpoint the remote endpoint of the link
     */
    record PeerUp(NodeId peer, String name, Endpoint endpoint) implements NodeEvent {}

    /**
     * A peer has been silent for longer than expected.
     *
     * @param peer the peer
     * @param name its name
     */
    record PeerSuspect(NodeId peer, String name) implements NodeEvent {}

    /**
     * A peer has been silent for so long that its link counts as lost, or its session ended.
     *
     * @param peer the peer
     * @param name its name
     * @param reason why
     * @param left true if one of the two nodes ended the session on purpose
     */
    record PeerDown(NodeId peer, String name, String reason, boolean left) implements NodeEvent {

        /**
         * A peer that did not leave.
         *
         * @param peer the peer
         * @param name its name
         * @param reason why
         */
        public PeerDown(NodeId peer, String name, String reason) {
            this(peer, name, reason, false);
        }
    }

    /**
     * This node and a peer share a topic and have a session.
     *
     * @param peer the peer
     * @param name its name
     * @param topic the topic or pattern they share
     */
    record Paired(NodeId peer, String name, String topic) implements NodeEvent {}

    /**
     * This node and another one share a topic but cannot be linked.
     *
     * @param peer the node
     * @param name its name
     * @param reason why
     */
    record PairingFailed(NodeId peer, String name, String reason) implements NodeEvent {}

    /**
     * What this node dials cannot be reached: the connection is refused, the host is unknown, nothing answers in time, another node
     * answers, or this node has no transport for the scheme. The node goes on dialling. Raised when every endpoint that was tried
     * failed, once for each; again after ten minutes at the earliest, or one if the reason is another by then; and anew after the
     * endpoint was reached. A flood of failing endpoints is cut and counted as {@code dial.unreported}.
     *
     * @param endpoint what was dialled
     * @param peer the node that was expected there; empty for a joined endpoint
     * @param reason why it failed
     */
    record DialFailed(Endpoint endpoint, Optional<NodeId> peer, String reason) implements NodeEvent {}

    /**
     * A session has lost its last link and waits for another.
     *
     * @param peer the peer
     * @param name its name
     * @param reason what happened to the link
     */
    record Parked(NodeId peer, String name, String reason) implements NodeEvent {}

    /**
     * The process of a peer without a link seems to have ended: the other end broke its link off, and every dial since was refused for
     * two seconds, or there is nothing to dial; or another node answers where it was. Publishers wait for it two seconds at most from
     * now on; the session may still resume.
     *
     * @param peer the peer
     * @param name its name
     * @param reason what points to it
     */
    record PeerInDoubt(NodeId peer, String name, String reason) implements NodeEvent {}

    /**
     * A peer that was in doubt has a link again.
     *
     * @param peer the peer
     * @param name its name
     */
    record PeerDoubtEnded(NodeId peer, String name) implements NodeEvent {}

    /**
     * A session goes on over another link.
     *
     * @param peer the peer
     * @param name its name
     * @param from the scheme of the link before
     * @param to the scheme of the link now
     */
    record LinkMoved(NodeId peer, String name, String from, String to) implements NodeEvent {}

    /**
     * A session ended with messages that were not confirmed: each may have been delivered, never twice.
     *
     * @param peer the peer
     * @param name its name
     * @param reason why it ended
     * @param ranges what was not confirmed
     */
    record SessionLost(NodeId peer, String name, String reason, List<LostRange> ranges) implements NodeEvent {

        /** Copies the list. */
        public SessionLost {
            ranges = List.copyOf(ranges);
        }
    }

    /**
     * Messages of one publisher that were not confirmed.
     *
     * @param topic their topic
     * @param publisher the publisher's number on this node
     * @param first the lowest sequence
     * @param last the highest sequence
     * @param count how many; less than the span when some went elsewhere
     */
    record LostRange(Topic topic, long publisher, long first, long last, long count) {}

    /**
     * A peer received messages for subscriptions that it had closed.
     *
     * @param peer the peer
     * @param name its name
     * @param count how many messages since the last such event
     */
    record Unsubscribed(NodeId peer, String name, long count) implements NodeEvent {}

    /**
     * Something from outside was refused.
     *
     * @param from the address or node
     * @param counter the counter that was raised
     * @param reason what was expected, what came
     */
    record Refused(String from, String counter, String reason) implements NodeEvent {}

    /**
     * A subscription has given no room for a message of a publisher of this node for some time, and so holds up the publisher and all its
     * subscribers. Raised once for each time it stands still. What to do: let it take messages faster, give it a larger queue, close it, or
     * have publishers cut it with {@code PublisherOptions.slowSubscriber}.
     *
     * @param node the subscription's node, which may be this one
     * @param name its name
     * @param subscription the pattern of the subscription
     * @param topic the publisher's topic
     * @param millis for how long by now
     */
    record Stalled(NodeId node, String name, TopicPattern subscription, Topic topic, long millis)
            implements NodeEvent {}

    /**
     * A publisher of this node has cut a subscription that held it up for too long; this node sends nothing more for it.
     *
     * @param node the subscription's node, which may be this one
     * @param name its name
     * @param subscription the pattern of the subscription
     */
    record SubscriberCut(NodeId node, String name, TopicPattern subscription) implements NodeEvent {}

    /**
     * A subscription of this node was cut, because it held up a publisher for too long. It ends when what was sent before has been taken.
     *
     * @param by the publisher's node, which may be this one
     * @param name its name
     * @param subscription the pattern of the subscription
     */
    record SubscriptionCut(NodeId by, String name, TopicPattern subscription) implements NodeEvent {}

    /**
     * User code kept a subscription waiting for long.
     *
     * @param what which
     * @param millis for how long by now
     */
    record HandlerStalled(String what, long millis) implements NodeEvent {}

    /**
     * User code threw, or a payload did not fit, and nobody else was there to be told.
     *
     * @param what where
     * @param error what
     */
    record HandlerFailed(String what, Throwable error) implements NodeEvent {}

    /**
     * The configuration was changed while the node runs, as Configuration Admin can.
     *
     * @param changed the keys whose new value is in effect; no session was touched
     * @param kept the keys whose new value waits for the next start of the node
     */
    record Reconfigured(List<String> changed, List<String> kept) implements NodeEvent {

        /** Copies the lists. */
        public Reconfigured {
            changed = List.copyOf(changed);
            kept = List.copyOf(kept);
        }
    }

    /**
     * Another node runs with this node's id. This one goes on, keeps its sessions, and dials again: those that refuse it, because they
     * have a link to the other one, take it within some seconds after that has gone. Raised once a minute at most.
     *
     * @param other where that was found, and whose the id is
     */
    record DuplicateId(String other) implements NodeEvent {}
}
