package chaski.api.node;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.security.AccessRefusal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An event of a node. Every event has a time, which is the first component of its record, a kind and a severity. Those of a peer
 * are {@link PeerEvent}s. Further kinds may be added, so a {@code switch} needs a {@code default}:
 * <pre>{@code
 * node.watch(event -> {
 *     switch (event.kind()) {
 *         case PEER_UP, PARKED, LINK_MOVED -> show(event.relatedNode(), event.kind());
 *         default -> log(event.at(), event.severity(), event);
 *     }
 * });
 * }</pre>
 */
public sealed interface NodeEvent {

    /** {@return when it happened, by the wall clock of the node} */
    Instant at();

    /** {@return which event it is} */
    default NodeEventKind kind() {
        return NodeEventKind.of(getClass());
    }

    /** {@return how much attention it needs} */
    default Severity severity() {
        return kind().severity();
    }

    /** {@return the node that it is about: a peer, a node that is not linked, or, for a local subscription, this node} */
    default Optional<NodeId> relatedNode() {
        return Optional.empty();
    }

    /** The severity of an event. The node logs warnings and errors, see {@code docs/OPERATIONS.md}. */
    enum Severity {
        /** Normal operation, or a failure that the node handles by itself: all kinds that are not named below. */
        INFO,
        /**
         * The user may have to act: {@link PairingFailed}, {@link DialFailed}, {@link PeerDown} unless the peer left, {@link PeerInDoubt},
         * {@link SessionLost}, {@link Refused}, {@link AccessRefused}, {@link CredentialsRefused}, {@link CredentialsExpiring},
         * {@link Stalled}, and what is cut, fails or stalls in subscriptions.
         */
        WARNING,
        /** The node cannot work as configured until the user acts: {@link DuplicateId}, expired {@link CredentialsExpiring}. */
        ERROR
    }

    /** An event without its time, which the node adds when the event is raised. */
    @FunctionalInterface
    interface Draft {

        /**
         * {@return the event}
         *
         * @param time when it happened
         */
        NodeEvent at(Instant time);
    }

    /** An event of the credentials of this node, which prove its identity. */
    sealed interface CredentialsEvent extends NodeEvent
            permits CredentialsChanged, CredentialsExpiring, CredentialsRefused {}

    /** An event of a peer, or of a node that should be linked and is not. */
    sealed interface PeerEvent extends NodeEvent {

        /** {@return its id} */
        NodeId peer();

        /** {@return its name} */
        String name();

        @Override
        default Optional<NodeId> relatedNode() {
            return Optional.of(peer());
        }
    }

    /**
     * A listener was bound.
     *
     * @param at when it happened
     * @param endpoint the endpoint with its real port
     */
    record Listening(Instant at, Endpoint endpoint) implements NodeEvent {}

    /**
     * A transport was added.
     *
     * @param at when it happened
     * @param scheme its scheme
     */
    record TransportArrived(Instant at, String scheme) implements NodeEvent {}

    /**
     * A transport was removed.
     *
     * @param at when it happened
     * @param scheme its scheme
     */
    record TransportLeft(Instant at, String scheme) implements NodeEvent {}

    /**
     * A session with a peer was established, or its peer is alive again.
     *
     * @param at when it happened
     * @param peer the peer
     * @param name its name
     * @param endpoint the remote endpoint of the link
     */
    record PeerUp(Instant at, NodeId peer, String name, Endpoint endpoint) implements PeerEvent {}

    /**
     * A peer has been silent for longer than expected.
     *
     * @param at when it happened
     * @param peer the peer
     * @param name its name
     */
    record PeerSuspect(Instant at, NodeId peer, String name) implements PeerEvent {}

    /**
     * A peer has been silent for so long that its link counts as lost, or its session ended.
     *
     * @param at when it happened
     * @param peer the peer
     * @param name its name
     * @param reason the cause
     * @param left true if one of the two nodes ended the session on purpose
     */
    record PeerDown(Instant at, NodeId peer, String name, String reason, boolean left) implements PeerEvent {

        @Override
        public Severity severity() {
            return left ? Severity.INFO : Severity.WARNING;
        }
    }

    /**
     * This node and a peer share a topic and have a session.
     *
     * @param at when it happened
     * @param peer the peer
     * @param name its name
     * @param topic the topic or pattern they share
     */
    record Paired(Instant at, NodeId peer, String name, String topic) implements PeerEvent {}

    /**
     * This node and another one share a topic but cannot be linked.
     *
     * @param at when it happened
     * @param peer the node
     * @param name its name
     * @param reason the cause
     */
    record PairingFailed(Instant at, NodeId peer, String name, String reason) implements PeerEvent {}

    /**
     * An endpoint that this node dials cannot be reached: the connection is refused, the host is unknown, nothing answers in time,
     * another node answers, or this node has no transport for the scheme. The node continues to dial. Raised when every endpoint
     * that was tried has failed, once for each; again after ten minutes at the earliest, or after one minute if the reason has
     * changed by then; and again after the endpoint was reached. A flood of failing endpoints is limited, and the events left out
     * are counted as {@code dial.unreported}.
     *
     * @param at when it happened
     * @param endpoint the endpoint that was dialled
     * @param peer the node that was expected there; empty for a joined endpoint
     * @param reason why it failed
     */
    record DialFailed(Instant at, Endpoint endpoint, Optional<NodeId> peer, String reason) implements NodeEvent {

        @Override
        public Optional<NodeId> relatedNode() {
            return peer;
        }
    }

    /**
     * A session has lost its last link and waits for another.
     *
     * @param at when it happened
     * @param peer the peer
     * @param name its name
     * @param reason the cause of the loss of the link
     */
    record Parked(Instant at, NodeId peer, String name, String reason) implements PeerEvent {}

    /**
     * The process of a peer without a link seems to have ended: the other end broke its link off, and every dial since was refused
     * for two seconds, or there is nothing to dial; or another node answers where it was. Publishers wait for it for two seconds at
     * most from now on; the session may still resume.
     *
     * @param at when it happened
     * @param peer the peer
     * @param name its name
     * @param reason the evidence
     */
    record PeerInDoubt(Instant at, NodeId peer, String name, String reason) implements PeerEvent {}

    /**
     * A peer that was in doubt has a link again.
     *
     * @param at when it happened
     * @param peer the peer
     * @param name its name
     */
    record PeerDoubtEnded(Instant at, NodeId peer, String name) implements PeerEvent {}

    /**
     * A session continues over another link.
     *
     * @param at when it happened
     * @param peer the peer
     * @param name its name
     * @param from the scheme of the link before
     * @param to the scheme of the link now
     */
    record LinkMoved(Instant at, NodeId peer, String name, String from, String to) implements PeerEvent {}

    /**
     * A session ended with messages that were not acknowledged: each may have been delivered, never twice.
     *
     * @param at when it happened
     * @param peer the peer
     * @param name its name
     * @param reason why it ended
     * @param ranges the messages that were not acknowledged
     */
    record SessionLost(Instant at, NodeId peer, String name, String reason, List<LostRange> ranges)
            implements PeerEvent {

        /**
         * Copies the list.
         *
         * @param at when it happened
         * @param peer the peer
         * @param name its name
         * @param reason why it ended
         * @param ranges the messages that were not acknowledged
         */
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
     * @param count how many; fewer if some were sent to other peers only
     */
    record LostRange(Topic topic, long publisher, long first, long last, long count) {}

    /**
     * Messages that were accepted for a peer were not delivered there, because the peer had closed their subscriptions, or grants refuse them.
     *
     * @param at when it happened
     * @param peer the peer
     * @param name its name
     * @param count how many messages since the last such event of that reason
     * @param reason why
     */
    record Unsubscribed(Instant at, NodeId peer, String name, long count, UnsubscribedReason reason)
            implements PeerEvent {}

    /**
     * Something from outside was refused.
     *
     * @param at when it happened
     * @param from the address or node
     * @param counter the counter that was raised
     * @param reason what was expected and what was received
     */
    record Refused(Instant at, String from, String counter, String reason) implements NodeEvent {}

    /**
     * Grants do not allow what a node wanted to do. Raised at both nodes, for the same matter at most once a minute.
     *
     * @param at when it happened
     * @param peer the node that refused or was refused; this node if it does not send what it may not
     * @param name its name
     * @param refusal what was refused, and by which of the two
     */
    record AccessRefused(Instant at, NodeId peer, String name, AccessRefusal refusal) implements PeerEvent {}

    /**
     * A subscription has had no room for a message of a publisher for some time, and so blocks that publisher and all its subscribers.
     * Raised once for each stall. Remedies: take messages faster, use a larger queue, or set {@code PublisherOptions.slowSubscriber}.
     *
     * @param at when it happened
     * @param node the subscription's node, which may be this one
     * @param name its name
     * @param subscription the pattern of the subscription
     * @param topic the publisher's topic
     * @param millis the duration of the stall so far
     */
    record Stalled(Instant at, NodeId node, String name, TopicPattern subscription, Topic topic, long millis)
            implements NodeEvent {

        @Override
        public Optional<NodeId> relatedNode() {
            return Optional.of(node);
        }
    }

    /**
     * A publisher of this node has cut a subscription that blocked it for too long, and sends nothing more for it.
     *
     * @param at when it happened
     * @param node the subscription's node, which may be this one
     * @param name its name
     * @param subscription the pattern of the subscription
     */
    record SubscriberCut(Instant at, NodeId node, String name, TopicPattern subscription) implements NodeEvent {

        @Override
        public Optional<NodeId> relatedNode() {
            return Optional.of(node);
        }
    }

    /**
     * A subscription of this node was cut, because it blocked a publisher for too long. It ends when what was sent before is taken.
     *
     * @param at when it happened
     * @param by the publisher's node, which may be this one
     * @param name its name
     * @param subscription the pattern of the subscription
     */
    record SubscriptionCut(Instant at, NodeId by, String name, TopicPattern subscription) implements NodeEvent {

        @Override
        public Optional<NodeId> relatedNode() {
            return Optional.of(by);
        }
    }

    /**
     * User code has blocked a subscription for a long time.
     *
     * @param at when it happened
     * @param what the subscription or call
     * @param millis the duration so far
     */
    record HandlerStalled(Instant at, String what, long millis) implements NodeEvent {}

    /**
     * User code threw an exception, or a payload could not be decoded, and nothing else could receive the error.
     *
     * @param at when it happened
     * @param what where it happened
     * @param error the failure
     */
    record HandlerFailed(Instant at, String what, Throwable error) implements NodeEvent {}

    /**
     * The configuration was changed while the node runs, for example by Configuration Admin.
     *
     * @param at when it happened
     * @param changed the keys whose new value is in effect; no session was affected
     * @param kept the keys whose new value takes effect at the next start of the node
     */
    record Reconfigured(Instant at, List<String> changed, List<String> kept) implements NodeEvent {

        /**
         * Copies the lists.
         *
         * @param at when it happened
         * @param changed the keys whose new value is in effect; no session was affected
         * @param kept the keys whose new value takes effect at the next start of the node
         */
        public Reconfigured {
            changed = List.copyOf(changed);
            kept = List.copyOf(kept);
        }
    }

    /**
     * Another node runs with this node's id. This one continues, keeps its sessions, and dials again: nodes that refuse it, because
     * they have a link to the other node, accept it soon after that node has ended. Raised once a minute at most.
     *
     * @param at when it happened
     * @param other where the other node was found, and which node it is
     */
    record DuplicateId(Instant at, String other) implements NodeEvent {}
}
