package chaski.remote.channel;

import chaski.api.NodeId;
import chaski.api.ProtocolException;
import chaski.api.protocol.Inbound;
import chaski.api.protocol.PeerRoute;
import chaski.api.protocol.PeerSession;
import chaski.api.security.Decision;
import chaski.api.security.Permission;
import chaski.remote.value.References;
import chaski.remote.wire.RemoteMessage;
import chaski.remote.wire.RemoteMessageCodec;
import chaski.remote.wire.TextCache;
import java.nio.ByteBuffer;
import java.util.function.Function;

/** The channel to a peer: receives through {@link Inbound}, sends through a {@link SendQueue}. Thread-safe. */
public final class PeerRpcChannel implements RpcChannel, Inbound {

    private final PeerSession session;
    private final RpcChannelListener listener;
    private final SendQueue outgoing;
    private final References references;
    private final TextCache texts = new TextCache();
    private long peerRoute = -1;

    /** The number of the last message on that route; numbers begin at 1. */
    private long lastSequence;

    /** Creates the channel of a session.
     *
     * @param session the session
     * @param route the route to its peer
     * @param maxBytes the most bytes of a message
     * @param listener receives messages and events
     * @param references makes the references of the channel
     */
    public PeerRpcChannel(
            PeerSession session,
            PeerRoute route,
            long maxBytes,
            RpcChannelListener listener,
            Function<RpcChannel, References> references) {
        this.session = session;
        this.listener = listener;
        this.outgoing = new SendQueue(route, maxBytes);
        this.references = references.apply(this);
    }

    /** Returns true if this is the channel of a session.
     *
     * @param other a session
     * @return true if this channel belongs to it
     */
    public boolean isOf(PeerSession other) {
        return session == other;
    }

    @Override
    public NodeId node() {
        return session.peer();
    }

    @Override
    public String nodeName() {
        return session.peerName();
    }

    @Override
    public boolean isLocal() {
        return false;
    }

    @Override
    public boolean isInDoubt() {
        return session.isInDoubt();
    }

    @Override
    public SendHandle send(RemoteMessage message) {
        return outgoing.send(RemoteMessageCodec.encode(message));
    }

    @Override
    public boolean isFree(Runnable whenFree) {
        return outgoing.isFree(whenFree);
    }

    @Override
    public Decision decide(Permission permission, String service, String member) {
        return session.decide(permission, service, member);
    }

    @Override
    public References references() {
        return references;
    }

    // ---- receiving, on I/O threads, one message after another

    @Override
    public void onRoute(long route, ByteBuffer preamble) {
        if (peerRoute >= 0) {
            throw new ProtocolException("expected one route on the remote's channel, got another: " + route);
        }
        RemoteMessageCodec.checkPreamble(preamble);
        peerRoute = route;
        lastSequence = 0;
        listener.ready(this);
    }

    @Override
    public void onMessageBegun(long route, long sequence) {
        // The message counts when it is complete.
    }

    @Override
    public void onMessage(long route, long sequence, ByteBuffer message) {
        if (route != peerRoute) {
            throw new ProtocolException(
                    "expected a message on the route that was opened on the remote's channel, got one on route "
                            + route);
        }
        if (sequence <= lastSequence) {
            throw new ProtocolException("expected a message after number " + lastSequence
                    + " on the remote's channel, got number " + sequence);
        }
        lastSequence = sequence;
        outgoing.checkBacklog();
        listener.received(this, RemoteMessageCodec.decode(message, texts));
    }

    @Override
    public void onRouteClosed(long route) {
        peerRoute = -1;
        listener.remoteClosed(this);
    }

    @Override
    public void onApplied(long version) {
        // Here, declarations only make nodes find each other.
    }

    @Override
    public void onAccessChanged() {
        listener.accessChanged(this);
    }

    @Override
    public void onIdle() {
        // Every message was passed on when it arrived.
    }

    @Override
    public void onClosed() {
        outgoing.close();
        listener.closed(this);
    }

    /** Announces this side to the peer. */
    public void introduce() {
        outgoing.introduce();
    }

    /** Accepts no more messages; those accepted before are still sent. */
    public void close() {
        outgoing.closeRoute();
    }

    @Override
    public String toString() {
        return session.peerName() + " (" + session.peer().shortForm() + ")";
    }
}
