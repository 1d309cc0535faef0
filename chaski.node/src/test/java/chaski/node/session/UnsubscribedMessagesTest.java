package chaski.node.session;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.node.NodeEvent;
import chaski.api.node.UnsubscribedReason;
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
        public void unsubscribed(int count, UnsubscribedReason reason) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void thoseThatArrivedHereAreCounted() {
        messages.add(2, UnsubscribedReason.CLOSED);
        messages.add(3, UnsubscribedReason.REFUSED);

        assertThat(messages.here()).isEqualTo(5);
        assertThat(messages.refusedHere()).isEqualTo(3);
        assertThat(messages.total()).isZero();
        assertThat(scene.counters.snapshot())
                .containsEntry("messages.unsubscribed", 5L)
                .containsEntry("messages.refused", 3L);
    }

    @Test
    void thoseThatArrivedAtThePeerAreReportedByTheirDifference() {
        messages.atPeer(2);
        messages.atPeer(5);
        scene.runTasks();
        messages.atPeer(6);
        scene.runTasks();

        assertThat(messages.total()).isEqualTo(6);
        assertThat(scene.events).containsExactly(closed(5), closed(1));
    }

    private static NodeEvent closed(long count) {
        return new NodeEvent.Unsubscribed(Instant.EPOCH, PEER, "peer", count, UnsubscribedReason.CLOSED);
    }

    private static NodeEvent refused(long count) {
        return new NodeEvent.Unsubscribed(Instant.EPOCH, PEER, "peer", count, UnsubscribedReason.REFUSED);
    }

    @Test
    void refusedOnesAreReportedWithTheirReason() {
        messages.refusedAtPeer(3);
        messages.atPeer(5);
        scene.runTasks();
        messages.refusedAtPeer(4);
        messages.atPeer(6);
        messages.withheld(10);
        messages.withheld(0);
        scene.runTasks();

        assertThat(messages.total()).isEqualTo(16);
        assertThat(messages.refused()).isEqualTo(14);
        assertThat(scene.counters.snapshot()).containsEntry("messages.withheld", 10L);
        assertThat(scene.events).containsExactly(closed(2), refused(3), refused(11));
    }

    /** The part arrives before the sum, and the report may run between the two. */
    @Test
    void aPartWithoutItsSumIsNotReportedYet() {
        messages.atPeer(2);
        messages.refusedAtPeer(2);
        scene.runTasks();
        messages.refusedAtPeer(1);
        messages.atPeer(4);
        scene.runTasks();

        assertThat(scene.events).containsExactly(refused(2), closed(2));
    }

    @Test
    void aCountThatDoesNotGrowIsNotReported() {
        messages.atPeer(2);
        scene.runTasks();
        scene.events.clear();

        messages.atPeer(2);
        messages.atPeer(1);
        scene.runTasks();

        assertThat(messages.total()).isEqualTo(2);
        assertThat(scene.events).isEmpty();
    }
}
