package chaski.api.node;

import chaski.api.node.NodeEvent.Severity;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of {@link NodeEvent}s, each named as its record. Further ones may be added. */
public enum NodeEventKind {
    /** A listener was bound. */
    LISTENING(NodeEvent.Listening.class, Severity.INFO),
    /** A transport was added. */
    TRANSPORT_ARRIVED(NodeEvent.TransportArrived.class, Severity.INFO),
    /** A transport was removed. */
    TRANSPORT_LEFT(NodeEvent.TransportLeft.class, Severity.INFO),
    /** A session was established, or its peer is alive again. */
    PEER_UP(NodeEvent.PeerUp.class, Severity.INFO),
    /** A peer has been silent for longer than expected. */
    PEER_SUSPECT(NodeEvent.PeerSuspect.class, Severity.INFO),
    /** A peer is lost, or its session ended. */
    PEER_DOWN(NodeEvent.PeerDown.class, Severity.WARNING),
    /** This node and a peer share a topic and have a session. */
    PAIRED(NodeEvent.Paired.class, Severity.INFO),
    /** This node and another one share a topic but cannot be linked. */
    PAIRING_FAILED(NodeEvent.PairingFailed.class, Severity.WARNING),
    /** An endpoint that this node dials cannot be reached. */
    DIAL_FAILED(NodeEvent.DialFailed.class, Severity.WARNING),
    /** A session has lost its last link and waits for another. */
    PARKED(NodeEvent.Parked.class, Severity.INFO),
    /** The process of a peer without a link seems to have ended. */
    PEER_IN_DOUBT(NodeEvent.PeerInDoubt.class, Severity.WARNING),
    /** A peer that was in doubt has a link again. */
    PEER_DOUBT_ENDED(NodeEvent.PeerDoubtEnded.class, Severity.INFO),
    /** A session continues over another link. */
    LINK_MOVED(NodeEvent.LinkMoved.class, Severity.INFO),
    /** A session ended with messages that were not acknowledged. */
    SESSION_LOST(NodeEvent.SessionLost.class, Severity.WARNING),
    /** A peer received messages for subscriptions that it had closed. */
    UNSUBSCRIBED(NodeEvent.Unsubscribed.class, Severity.INFO),
    /** Something from outside was refused. */
    REFUSED(NodeEvent.Refused.class, Severity.WARNING),
    /** Grants do not allow what this node or a peer wanted to do. */
    ACCESS_REFUSED(NodeEvent.AccessRefused.class, Severity.WARNING),
    /** This node uses other credentials from now on. */
    CREDENTIALS_CHANGED(CredentialsChanged.class, Severity.INFO),
    /** New credentials of this node cannot be used. */
    CREDENTIALS_REFUSED(CredentialsRefused.class, Severity.WARNING),
    /** The credentials of this node expire soon or have expired. */
    CREDENTIALS_EXPIRING(CredentialsExpiring.class, Severity.WARNING),
    /** A subscription without room blocks a publisher of this node. */
    STALLED(NodeEvent.Stalled.class, Severity.WARNING),
    /** A publisher of this node has cut a subscription. */
    SUBSCRIBER_CUT(NodeEvent.SubscriberCut.class, Severity.WARNING),
    /** A subscription of this node was cut. */
    SUBSCRIPTION_CUT(NodeEvent.SubscriptionCut.class, Severity.WARNING),
    /** User code has blocked a subscription for a long time. */
    HANDLER_STALLED(NodeEvent.HandlerStalled.class, Severity.WARNING),
    /** User code threw an exception, or a payload could not be decoded. */
    HANDLER_FAILED(NodeEvent.HandlerFailed.class, Severity.WARNING),
    /** The configuration was changed while the node runs. */
    RECONFIGURED(NodeEvent.Reconfigured.class, Severity.INFO),
    /** Another node runs with this node's id. */
    DUPLICATE_ID(NodeEvent.DuplicateId.class, Severity.ERROR);

    private static final Map<Class<?>, NodeEventKind> BY_TYPE =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(NodeEventKind::type, kind -> kind));

    private final Class<? extends NodeEvent> type;
    private final Severity severity;

    NodeEventKind(Class<? extends NodeEvent> type, Severity severity) {
        this.type = type;
        this.severity = severity;
    }

    static NodeEventKind of(Class<?> type) {
        return Objects.requireNonNull(BY_TYPE.get(type));
    }

    /** {@return the record of these events} */
    public Class<? extends NodeEvent> type() {
        return type;
    }

    /** {@return how much attention these events need, unless one {@linkplain NodeEvent#severity states otherwise}} */
    Severity severity() {
        return severity;
    }
}
