package chaski.streamer.simulation;

import chaski.api.protocol.Inbound;
import chaski.api.protocol.PeerSession;
import java.nio.ByteBuffer;

/**
 * Observes on a separate channel when a session begins and ends; the streamer's channel closes before its node's
 * sessions end.
 */
final class SessionObserver implements Inbound {

    /** The number of the observers' channel. */
    static final int CHANNEL = 200;

    private final WorldNode node;
    private final PeerSession session;

    SessionObserver(WorldNode node, PeerSession session) {
        this.node = node;
        this.session = session;
        node.sessionBegan(session);
    }

    @Override
    public void onRoute(long route, ByteBuffer preamble) {}

    @Override
    public void onMessageBegun(long route, long sequence) {}

    @Override
    public void onMessage(long route, long sequence, ByteBuffer message) {}

    @Override
    public void onRouteClosed(long route) {}

    @Override
    public void onApplied(long version) {}

    @Override
    public void onIdle() {}

    @Override
    public void onClosed() {
        node.sessionEnded(session);
    }
}
