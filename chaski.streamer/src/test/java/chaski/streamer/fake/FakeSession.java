package chaski.streamer.fake;

import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.node.UnsubscribedReason;
import chaski.api.protocol.Credit;
import chaski.api.protocol.DeclarationHandle;
import chaski.api.protocol.PeerSession;
import chaski.api.security.Decision;
import chaski.api.security.Identity;
import chaski.api.security.Permission;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A session with a peer that is played by a test. */
public final class FakeSession implements PeerSession {

    /** The peer. */
    public static final NodeId PEER = new NodeId(new UUID(7, 7));

    private final Map<DeclarationHandle, FakeCredit> credits = new ConcurrentHashMap<>();
    private volatile int unsubscribed;

    /** Credit as large as the window. */
    public static final class FakeCredit implements Credit {

        private final long window;
        private long received;
        private long taken;

        private FakeCredit(long window) {
            this.window = window;
        }

        @Override
        public synchronized boolean received(long cost) {
            if (received > taken && received - taken + cost > window) {
                return false;
            }
            received += cost;
            return true;
        }

        @Override
        public synchronized void taken(long cost) {
            taken += cost;
        }

        /** {@return the cost of what was received and not refunded} */
        public synchronized long outstanding() {
            return received - taken;
        }
    }

    @Override
    public Optional<Identity> identity() {
        return Optional.empty();
    }

    @Override
    public NodeId peer() {
        return PEER;
    }

    @Override
    public long incarnation() {
        return 77;
    }

    @Override
    public String peerName() {
        return "peer";
    }

    @Override
    public boolean isInDoubt() {
        return false;
    }

    @Override
    public FakeCredit credit(DeclarationHandle declared) {
        return credits.computeIfAbsent(
                declared, d -> new FakeCredit(d.declaration().windowBytes()));
    }

    @Override
    public Decision decide(Permission permission, String subject, String member) {
        return Decision.allow("test");
    }

    @Override
    public boolean admits(long route, Topic topic) {
        return true;
    }

    @Override
    public void unsubscribed(int messages, UnsubscribedReason reason) {
        unsubscribed += messages;
    }

    /** {@return how many messages were counted as unsubscribed} */
    public int unsubscribed() {
        return unsubscribed;
    }
}
