package chaski.node;

import static chaski.node.StrangerScene.CHANNEL;
import static chaski.node.StrangerScene.offer;
import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.TopicPattern;
import chaski.api.node.NodeEvent;
import chaski.api.protocol.Credit;
import chaski.api.protocol.Declaration;
import chaski.api.protocol.DeclarationHandle;
import chaski.api.protocol.Route;
import chaski.node.wire.AckFrame;
import chaski.node.wire.BlockedFrame;
import chaski.node.wire.CreditFrame;
import chaski.node.wire.DeclarationChange;
import chaski.node.wire.DeclareFrame;
import chaski.node.wire.DeclaredFrame;
import chaski.node.wire.Goodbye;
import chaski.node.wire.GoodbyeFrame;
import chaski.node.wire.PingFrame;
import chaski.node.wire.RecordHeader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Everything that a node has to send is sent immediately, although nothing else wakes the link: there are no heartbeats
 * here.
 */
class WakeUpTest {

    private static final TopicPattern TOPIC = TopicPattern.of("t");
    private static final Duration MOMENT = Duration.ofMillis(200);

    private final StrangerScene scene = new StrangerScene();

    @Test
    void nothingIsSentWithoutAReason() {
        Stranger peer = scene.attached();
        scene.world.run(Duration.ofSeconds(30));

        assertThat(peer.heard).doesNotContain("ACK", "CREDIT", "DECLARE", "DECLARED", "BLOCKED", "PING", "PONG");
    }

    @Test
    void messageLeaves() {
        Stranger peer = subscribed(1 << 20);
        Route route = scene.route();
        scene.world.run(MOMENT);
        peer.heard.clear();

        assertThat(offer(route, 1, 100)).isEqualTo(1);
        scene.world.run(MOMENT);

        assertThat(peer.heardBytes()).isGreaterThanOrEqualTo(100);
    }

    @Test
    void everyFragmentLeaves() {
        Stranger peer = subscribed(1 << 20);
        Route route = scene.route();
        scene.world.run(MOMENT);
        peer.heard.clear();

        assertThat(offer(route, 1, 300_000)).isEqualTo(1);
        scene.world.run(MOMENT);

        assertThat(peer.heardBytes()).isGreaterThanOrEqualTo(300_000);
    }

    @Test
    void appliedDeclarationsAreReported() {
        Stranger peer = scene.attached();
        declare(peer, 1, 0);
        scene.world.run(MOMENT);

        assertThat(peer.heard).contains("DATA");
    }

    @Test
    void missingCreditIsReported() {
        Stranger peer = subscribed(0);
        Route route = scene.route();
        scene.world.run(MOMENT);
        peer.heard.clear();

        assertThat(offer(route, 1, 100)).isEqualTo(Route.BLOCKED);
        scene.world.run(MOMENT);

        assertThat(peer.heard).contains("BLOCKED");
    }

    @Test
    void declarationIsReported() {
        Stranger peer = scene.attached();
        scene.loop.hold(); // or the node announces its topics, and that would wake the link
        scene.channel.declare(new Declaration(TOPIC, 1 << 20));
        scene.world.run(MOMENT);

        assertThat(peer.heard).contains("DECLARE", "DECLARED");
    }

    @Test
    void creditIsReportedToAPeerThatLacksIt() {
        Stranger peer = scene.attached();
        scene.channel.declare(new Declaration(TOPIC, 1 << 20));
        scene.world.run(MOMENT);
        peer.heard.clear();

        peer.frame(out -> {
            int mark = BlockedFrame.begin(out);
            BlockedFrame.add(out, peer.declarations.get(0), 900_000);
            BlockedFrame.end(out, mark);
        });
        scene.world.run(MOMENT);

        assertThat(peer.heard).contains("CREDIT");
    }

    @Test
    void creditIsReportedWhenTheConsumerHasTakenMessages() {
        Stranger peer = scene.attached();
        DeclarationHandle declared = scene.channel.declare(new Declaration(TOPIC, 1 << 20));
        scene.world.run(MOMENT);
        Credit credit = scene.session().credit(declared);
        assertThat(credit.received(100_000)).isTrue();
        scene.world.run(MOMENT);
        peer.heard.clear();

        credit.taken(100_000);
        scene.world.run(MOMENT);

        assertThat(peer.heard).contains("CREDIT");
    }

    @Test
    void recordIsAcknowledged() {
        Stranger peer = scene.attached();
        peer.records(1, out -> {
            RecordHeader.encode(out, 0, CHANNEL, RecordHeader.OPEN, 7, 0);
        });
        scene.world.run(MOMENT);

        assertThat(peer.heard).containsExactly("ACK");
    }

    @Test
    void messageWithoutSubscriptionIsAcknowledged() {
        Stranger peer = scene.attached();
        peer.records(1, out -> RecordHeader.encode(out, 0, 250, RecordHeader.FIRST | RecordHeader.LAST, 7, 0));
        scene.world.run(MOMENT);

        assertThat(peer.heard).containsExactly("ACK");
    }

    @Test
    void pingIsAnswered() {
        Stranger peer = scene.attached();
        peer.frame(out -> PingFrame.encodePing(out, 1, 10));
        scene.world.run(MOMENT);

        assertThat(peer.heard).containsExactly("PONG");
    }

    @Test
    void pingLeaves() {
        Stranger peer = scene.attached();
        scene.session().pings().ping(0);
        scene.world.run(MOMENT);

        assertThat(peer.heard).containsExactly("PING");
    }

    @Test
    void membershipMessageLeaves() {
        Stranger peer = scene.attached();
        scene.session().offer(MembershipChannel.NUMBER, ByteBuffer.allocate(10), () -> {});
        scene.world.run(MOMENT);

        assertThat(peer.heard).containsExactly("DATA");
    }

    @Test
    void creditThatIsAskedBackIsReturned() {
        Stranger peer = subscribed(10_000);
        scene.world.run(MOMENT);
        peer.heard.clear();
        peer.frame(out -> {
            int mark = CreditFrame.begin(out);
            CreditFrame.add(out, 1, 10_000, 1);
            CreditFrame.end(out, mark);
        });
        scene.world.run(MOMENT);

        assertThat(peer.heard).containsExactly("DATA");
    }

    @Test
    void publisherThatLacksRoomIsCalledByAnAcknowledgement() {
        Stranger peer = subscribed(1 << 30);
        Route route = scene.route();
        scene.world.run(MOMENT);
        long sequence = 1;
        while (sequence < 100 && offer(route, sequence, 60_000) == 1) {
            sequence++;
        }
        int[] called = new int[1];
        route.whenWritable(() -> called[0]++);
        scene.world.run(MOMENT);
        assertThat(called[0]).isZero();

        peer.frame(out -> AckFrame.encode(out, peer.heardBytes(), 0));
        scene.world.run(MOMENT);

        assertThat(called[0]).isEqualTo(1);
    }

    @Test
    void endedSessionIsNotWatched() {
        Stranger peer = scene.attached();
        peer.frame(out -> GoodbyeFrame.encode(new Goodbye(Goodbye.LEAVING, 0, "bye"), out));
        scene.world.run(Duration.ofHours(10));

        assertThat(scene.reported(NodeEvent.PeerDown.class)).hasSize(1);
        assertThat(scene.reported(NodeEvent.PeerSuspect.class)).isEmpty();
    }

    /** A peer with one subscription. */
    private Stranger subscribed(long granted) {
        Stranger peer = scene.attached();
        declare(peer, 1, granted);
        scene.world.run(MOMENT);
        return peer;
    }

    private static void declare(Stranger peer, long version, long granted) {
        DeclarationChange change = new DeclarationChange.Added(version, version, CHANNEL, TOPIC, true, granted);
        peer.frame(out -> DeclareFrame.encode(List.of(change), out));
        peer.frame(out -> DeclaredFrame.encode(out, version));
    }
}
