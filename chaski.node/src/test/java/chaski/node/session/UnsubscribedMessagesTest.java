package chaski.node.session;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.node.NodeEvent;
import chaski.api.protocol.Credit;
import chaski.api.protocol.DeclarationHandle;
import chaski.api.protocol.PeerSession;
import chaski.api.security.Decision;
import chaski.api.security.Identity;
import chaski.api.security.Permission;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UnsubscribedMessagesTest {

    private static final NodeId PEER = new NodeId(new UUID(0, 2));

    private final SessionScene scene = new SessionScene();
    private final UnsubscribedMessages messages = new UnsubscribedMessages(scene.resources.context(), new SomePeer());

    private static final class SomePeer implements PeerSession {

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
            return 1;
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
        public Credit credit(DeclarationHandle declared) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Decision decide(Permission permission, String subject, String member) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean admits(long route, Topic topic) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void unsubscribed(int count) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void thoseThatArrivedHereAreCounted() {
        messages.add(2);
        messages.add(3);

        assertThat(messages.here()).isEqualTo(5);
        assertThat(messages.atPeer()).isZero();
        assertThat(scene.counters.snapshot()).containsEntry("messages.unsubscribed", 5L);
    }

    @Test
    void thoseThatArrivedAtThePeerAreReportedByTheirDifference() {
        messages.atPeer(2);
        messages.atPeer(5);
        scene.runTasks();
        messages.atPeer(6);
        scene.runTasks();

        assertThat(messages.atPeer()).isEqualTo(6);
        assertThat(scene.events)
                .containsExactly(
                        new NodeEvent.Unsubscribed(Instant.EPOCH, PEER, "peer", 5),
                        new NodeEvent.Unsubscribed(Instant.EPOCH, PEER, "peer", 1));
    }

    @Test
    void aCountThatDoesNotGrowIsNotReported() {
        messages.atPeer(2);
        scene.runTasks();
        scene.events.clear();

        messages.atPeer(2);
        messages.atPeer(1);
        scene.runTasks();

        assertThat(messages.atPeer()).isEqualTo(2);
        assertThat(scene.events).isEmpty();
    }
}
