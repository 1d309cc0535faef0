package chaski.api.node;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import java.util.List;
import java.util.Optional;

/** An event of a node. A closed family, for use in a {@code switch}. */
public sealed interface NodeEvent {

    /**
     * A listener was bound.
     *
     * @param endpoint the endpoint with its real port
     */
    record Listening(Endpoint endpoint) implements NodeEvent {}

    /**
     * A transport was added.
     *
     * @param scheme its scheme
     */
    record TransportArrived(String scheme) implements NodeEvent {}

    /**
     * A transport was removed.
     *
     * @param scheme its scheme
     */
    record TransportLeft(String scheme) implements NodeEvent {}

    /**
     * A session with a peer was established, or its peer is alive again.
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
     * @param reason the cause
     * @param left true if one of the two nodes ended the session on purpose
     */
    record PeerDown(NodeId peer, String name, String reason, boolean left) implements NodeEvent {

        /**
         * Creates the event for a peer that did not leave.
         *
         * @param peer the peer
         * @param name its name
         * @param reason the cause
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
     * @param reason the cause
     */
    record PairingFailed(NodeId peer, String name, String reason) implements NodeEvent {}

    /**
     * An endpoint that this node dials cannot be reached: the connection is refused, the host is unknown, nothing answers in time,
     * another node answers, or this node has no transport for the scheme. The node continues to dial. Raised when every endpoint
     * that was tried has failed, once for each; again after ten minutes at the earliest, or after one minute if the reason has
     * changed by then; and again after the endpoint was reached. A flood of failing endpoints is limited, and the events left out
     * are counted as {@code dial.unreported}.
     *
     * @param endpoint the endpoint that was dialled
     * @param peer the node that was expected there; empty for a joined endpoint
     * @param reason why it failed
     */
    record DialFailed(Endpoint endpoint, Optional<NodeId> peer, String reason) implements NodeEvent {}

    /**
     * A session has lost its last link and waits for another.
     *
     * @param peer the peer
     * @param name its name
     * @param reason the cause of the loss of the link
     */
    record Parked(NodeId peer, String name, String reason) implements NodeEvent {}

    /**
     * The process of a peer without a link seems to have ended: the other end broke its link off, and every dial since was refused
     * for two seconds, or there is nothing to dial; or another node answers where it was. Publishers wait for it for two seconds at
     * most from now on; the session may still resume.
     *
     * @param peer the peer
     * @param name its name
     * @param reason the evidence
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
     * A session continues over another link.
     *
     * @param peer the peer
     * @param name its name
     * @param from the scheme of the link before
     * @param to the scheme of the link now
     */
    record LinkMoved(NodeId peer, String name, String from, String to) implements NodeEvent {}

    /**
     * A session ended with messages that were not acknowledged: each may have been delivered, never twice.
     *
     * @param peer the peer
     * @param name its name
     * @param reason why it ended
     * @param ranges the messages that were not acknowledged
     */
    record SessionLost(NodeId peer, String name, String reason, List<LostRange> ranges) implements NodeEvent {

        /** Copies the list. */
        public SessionLost {
            ranges = List.copyOf(ranges);
        }
    }

    /**
     * Messages of one publisher that were not acknowledged.
     *
     * @param topic their topic
     * @param publisher the publisher's number on this node
     * @param first the lowest sequence
     * @param last the highest sequence
     * @param count how many; less than the span if some were sent to other peers only
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
     * @param reason what was expected and what was received
     */
    record Refused(String from, String counter, String reason) implements NodeEvent {}

    /**
     * A subscription has had no room for a message of a publisher of this node for some time, and so blocks the publisher and all
     * its subscribers. Raised once for each stall. Remedies: make the subscription take messages faster, give it a larger queue,
     * close it, or have publishers cut it with {@code PublisherOptions.slowSubscriber}.
     *
     * @param node the subscription's node, which may be this one
     * @param name its name
     * @param subscription the pattern of the subscription
     * @param topic the publisher's topic
     * @param millis the duration of the stall so far
     */
    record Stalled(NodeId node, String name, TopicPattern subscription, Topic topic, long millis)
            implements NodeEvent {}

    /**
     * A publisher of this node has cut a subscription that blocked it for too long; this node sends nothing more for it.
     *
     * @param node the subscription's node, which may be this one
     * @param name its name
     * @param subscription the pattern of the subscription
     */
    record SubscriberCut(NodeId node, String name, TopicPattern subscription) implements NodeEvent {}

    /**
     * A subscription of this node was cut, because it blocked a publisher for too long. It ends when the messages that were sent
     * before have been taken.
     *
     * @param by the publisher's node, which may be this one
     * @param name its name
     * @param subscription the pattern of the subscription
     */
    record SubscriptionCut(NodeId by, String name, TopicPattern subscription) implements NodeEvent {}

    /**
     * User code has blocked a subscription for a long time.
     *
     * @param what the subscription or call
     * @param millis the duration so far
     */
    record HandlerStalled(String what, long millis) implements NodeEvent {}

    /**
     * User code threw an exception, or a payload could not be decoded, and nothing else could receive the error.
     *
     * @param what where it happened
     * @param error the failure
     */
    record HandlerFailed(String what, Throwable error) implements NodeEvent {}

    /**
     * The configuration was changed while the node runs, for example by Configuration Admin.
     *
     * @param changed the keys whose new value is in effect; no session was affected
     * @param kept the keys whose new value takes effect at the next start of the node
     */
    record Reconfigured(List<String> changed, List<String> kept) implements NodeEvent {

        /** Copies the lists. */
        public Reconfigured {
            changed = List.copyOf(changed);
            kept = List.copyOf(kept);
        }
    }

    /**
     * Another node runs with this node's id. This one continues, keeps its sessions, and dials again: nodes that refuse
     * it, because they have a link to the other node, accept it within some seconds after that node has ended. Raised
     * once a minute at most.
     *
     * @param other where the other node was found, and which node it is
     */
    record DuplicateId(String other) implements NodeEvent {}
}
