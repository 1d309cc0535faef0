package chaski.node.session;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.node.Peer;
import chaski.api.node.PeerState;
import chaski.api.node.RoundTrip;
import chaski.api.security.Identity;
import chaski.node.frame.SessionLink;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A session as users see it. Thread-safe. */
final class SessionPeer implements Peer {

    private final Session session;

    SessionPeer(Session session) {
        this.session = session;
    }

    @Override
    public NodeId id() {
        return session.peer();
    }

    @Override
    public Optional<Identity> identity() {
        return session.identity();
    }

    @Override
    public long incarnation() {
        return session.incarnation();
    }

    @Override
    public String name() {
        return session.peerName();
    }

    @Override
    public PeerState state() {
        return session.life() == Session.Life.ENDED ? PeerState.DOWN : session.state();
    }

    @Override
    public boolean inDoubt() {
        return session.isInDoubt();
    }

    @Override
    public Optional<Endpoint> link() {
        return session.link().map(SessionLink::remote);
    }

    @Override
    public boolean observer() {
        return session.observer();
    }

    @Override
    public RoundTrip rtt() {
        return session.pings().roundTrip();
    }

    @Override
    public CompletionStage<Duration> ping(int bytes) {
        if (bytes < 0 || bytes > MAX_PING_BYTES) {
            throw new IllegalArgumentException("expected a ping of 0 to " + MAX_PING_BYTES + " bytes, got " + bytes);
        }
        return session.pings().ping(bytes);
    }

    @Override
    public CompletionStage<Void> disconnect() {
        if (session.life() == Session.Life.ENDED) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> over = new CompletableFuture<>();
        session.environment().execute(() -> {
            session.disconnect();
            over.complete(null);
        });
        return over;
    }

    @Override
    public Map<String, Long> counters() {
        Map<String, Long> all = new TreeMap<>();
        all.put("bytes.sent", session.sendChannel().endPosition());
        all.put("bytes.unacknowledged", session.sendChannel().unacknowledged());
        all.put("bytes.received", session.recordReceiver().handedOver());
        all.put("messages.unsubscribed", session.unsubscribedMessages().total());
        all.put("messages.unsubscribedHere", session.unsubscribedMessages().here());
        all.put("messages.refused", session.unsubscribedMessages().refused());
        all.put("messages.refusedHere", session.unsubscribedMessages().refusedHere());
        all.put("link.outdated", session.hasOutdatedLink() ? 1L : 0L);
        return all;
    }

    @Override
    public String toString() {
        return name() + " (" + id().shortForm() + ")";
    }
}
