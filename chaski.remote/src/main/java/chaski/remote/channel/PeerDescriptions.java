package chaski.remote.channel;

import chaski.api.NodeId;
import chaski.api.ProtocolException;
import chaski.api.protocol.Inbound;
import chaski.api.protocol.PeerRoute;
import chaski.remote.wire.DescriptionCodec;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * The channel of descriptions to one peer. Of a description that is still queued when a newer one of the same export follows, only the
 * newer one is sent. Receives on I/O threads, one message after another; sending is thread-safe.
 */
final class PeerDescriptions implements Inbound {

    private final NodeId node;
    private final DescriptionChannel channel;
    private final SendQueue outgoing;

    /** What was sent last of each export; guarded by itself. */
    private final Map<Long, SendHandle> sent = new HashMap<>();

    private long peerRoute = -1;

    PeerDescriptions(NodeId node, PeerRoute route, DescriptionChannel channel) {
        this.node = node;
        this.channel = channel;
        this.outgoing = new SendQueue(route, DescriptionCodec.MAX_BYTES);
    }

    NodeId node() {
        return node;
    }

    /** Announces this side to the peer. */
    void introduce() {
        outgoing.introduce();
    }

    void send(long export, ByteBuffer description) {
        synchronized (sent) {
            withdraw(export);
            sent.put(export, outgoing.send(description.duplicate()));
        }
    }

    /** Drops a description that has not been sent. */
    void withdraw(long export) {
        synchronized (sent) {
            SendHandle before = sent.remove(export);
            if (before != null) {
                before.withdraw();
            }
        }
    }

    @Override
    public void onRoute(long route, ByteBuffer preamble) {
        if (peerRoute >= 0) {
            throw new ProtocolException("expected one route on the channel of descriptions, got another: " + route);
        }
        DescriptionCodec.checkPreamble(preamble);
        peerRoute = route;
        channel.ready(this);
    }

    @Override
    public void onMessageBegun(long route, long sequence) {
        // The message counts when it is complete.
    }

    @Override
    public void onMessage(long route, long sequence, ByteBuffer message) {
        if (route != peerRoute) {
            throw new ProtocolException("expected a message on the route that was opened, got one on route " + route);
        }
        int bytes = message.remaining();
        channel.described(this, DescriptionCodec.decode(message), bytes);
    }

    @Override
    public void onRouteClosed(long route) {
        peerRoute = -1;
        channel.left(this);
    }

    @Override
    public void onApplied(long version) {
        // It has no declarations.
    }

    @Override
    public void onIdle() {
        // Every message was passed on when it arrived.
    }

    @Override
    public void onClosed() {
        outgoing.close();
        channel.closed(this);
    }

    /** Sends nothing more. */
    void close() {
        outgoing.closeRoute();
    }
}
