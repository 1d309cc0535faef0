package chaski.remote.channel;

import chaski.api.protocol.Channel;
import chaski.api.protocol.ChannelHandler;
import chaski.api.protocol.Inbound;
import chaski.api.protocol.PeerSession;
import chaski.api.protocol.ProtocolNode;
import chaski.remote.wire.DescriptionCodec;
import chaski.remote.wire.ExportDescription;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Announces what is known of exports beside their names, on a channel of its own: a node whose version of the remote does not have it
 * ignores it, as it would any other channel that is not open there. Thread-safe; what is sent is queued under the lock, so that it
 * arrives in order.
 */
public final class DescriptionChannel implements ChannelHandler, DescriptionAnnouncer {

    /** The number of the channel; part of the wire protocol. */
    private static final int NUMBER = 4;

    private final ProtocolNode node;
    private final ExportDescriptions descriptions;
    private final RemoteCounters counters;
    private final Runnable changed;
    private final Map<Long, ByteBuffer> own = new LinkedHashMap<>();
    private final Set<PeerDescriptions> peers = new HashSet<>();
    private final Set<PeerDescriptions> ready = new HashSet<>();
    private @Nullable Channel channel;

    /**
     * Creates it; {@link #open} opens it.
     *
     * @param node the node
     * @param descriptions receives what peers announce, and what this node does
     * @param counters counts what is dropped
     * @param changed called after each change of the descriptions; must not block
     */
    public DescriptionChannel(
            ProtocolNode node, ExportDescriptions descriptions, RemoteCounters counters, Runnable changed) {
        this.node = node;
        this.descriptions = descriptions;
        this.counters = counters;
        this.changed = changed;
    }

    /** Opens the channel. */
    public synchronized void open() {
        channel = node.open(NUMBER, "remote-descriptions", this);
    }

    /** Without properties, nothing is sent unless it had some. */
    @Override
    public void describe(ExportDescription description) {
        ByteBuffer message = DescriptionCodec.encode(description);
        synchronized (this) {
            if (description.properties().isEmpty() && !own.containsKey(description.export())) {
                return;
            }
            own.put(description.export(), message);
            descriptions.put(node.id(), description, message.remaining());
            ready.forEach(peer -> peer.send(description.export(), message));
        }
        changed.run();
    }

    @Override
    public synchronized void withdraw(long export) {
        if (own.remove(export) != null) {
            descriptions.remove(node.id(), export);
            ready.forEach(peer -> peer.withdraw(export));
        }
    }

    @Override
    public synchronized Inbound open(PeerSession session) {
        Channel opened = channel;
        if (opened == null) {
            throw new IllegalStateException("expected a session after the channel is open");
        }
        PeerDescriptions peer =
                new PeerDescriptions(session.peer(), opened.route(session, DescriptionCodec.preamble()), this);
        peers.add(peer);
        peer.introduce();
        return peer;
    }

    synchronized void ready(PeerDescriptions peer) {
        ready.add(peer);
        own.forEach(peer::send);
    }

    void described(PeerDescriptions peer, ExportDescription description, int bytes) {
        if (descriptions.put(peer.node(), description, bytes)) {
            changed.run();
        } else {
            counters.add("descriptions.dropped");
        }
    }

    /** The peer closed its side: its exports end with their announcements. */
    void left(PeerDescriptions peer) {
        synchronized (this) {
            ready.remove(peer);
            if (ready.stream().noneMatch(other -> other.node().equals(peer.node()))) {
                descriptions.remove(peer.node());
            }
        }
        changed.run();
    }

    void closed(PeerDescriptions peer) {
        left(peer);
        synchronized (this) {
            peers.remove(peer);
        }
    }

    /** Announces nothing more. */
    public void close() {
        Channel opened;
        synchronized (this) {
            peers.forEach(PeerDescriptions::close);
            opened = channel;
        }
        if (opened != null) {
            opened.close();
        }
    }
}
