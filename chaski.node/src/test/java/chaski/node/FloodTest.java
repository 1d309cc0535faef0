package chaski.node;

import static chaski.node.StrangerScene.CHANNEL;
import static chaski.node.StrangerScene.ID;
import static chaski.node.StrangerScene.WHERE;
import static chaski.node.StrangerScene.offer;
import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.TopicPattern;
import chaski.api.node.NodeEvent;
import chaski.api.protocol.Route;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Transport;
import chaski.node.session.SessionProbe;
import chaski.node.wire.AckFrame;
import chaski.node.wire.BlockedFrame;
import chaski.node.wire.CreditFrame;
import chaski.node.wire.DeclarationChange;
import chaski.node.wire.DeclareFrame;
import chaski.node.wire.DeclaredFrame;
import chaski.node.wire.ErrorFrame;
import chaski.node.wire.Goodbye;
import chaski.node.wire.GoodbyeFrame;
import chaski.node.wire.LinkError;
import chaski.node.wire.PingFrame;
import chaski.node.wire.RecordHeader;
import chaski.node.wire.Refusal;
import chaski.node.wire.RefusalCode;
import chaski.node.wire.RefusalFrame;
import chaski.testkit.simulation.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A peer that sends frames without end while the control loop is blocked causes a few tasks, and no state of it is
 * lost.
 */
class FloodTest {

    private static final int FLOOD = 5_000;
    private static final int FEW = 6;
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final TopicPattern TOPIC = TopicPattern.of("t");

    private final StrangerScene scene = new StrangerScene();
    private final Simulation world = scene.world;
    private final HeldLoop loop = scene.loop;

    @Test
    void declaredIsOneTask() {
        Stranger peer = scene.attached();
        int calm = scene.held();
        for (int i = 1; i <= FLOOD; i++) {
            long version = i;
            if (i % 1000 == 1) {
                DeclarationChange change = new DeclarationChange.Added(i, i, CHANNEL, TOPIC, false, 0);
                peer.frame(out -> DeclareFrame.encode(List.of(change), out));
            }
            peer.frame(out -> DeclaredFrame.encode(out, version));
        }
        world.run(Duration.ofSeconds(1));

        assertThat(loop.pending()).isLessThanOrEqualTo(calm + FEW);
        loop.release();
        world.run(Duration.ofSeconds(1));
        assertThat(scene.route().matched()).isEqualTo(5);
        assertThat(peer.isClosed()).isFalse();
    }

    @Test
    void declarationsThatAreNotAcknowledgedCostTheLogAndNoMore() {
        Stranger peer = scene.attached();
        for (int i = 1; i <= 20 * FLOOD; i++) {
            long version = i;
            peer.frame(out -> DeclaredFrame.encode(out, version));
        }
        world.run(Duration.ofSeconds(1));

        assertThat(SessionProbe.postponedRecords(scene.session())).isEqualTo(1);
        assertThat(peer.isClosed()).isFalse();
    }

    @Test
    void growingAcknowledgementsAreOneTaskAndOneExactEvent() {
        Stranger peer = scene.attached();
        int calm = scene.held();
        for (int i = 1; i <= FLOOD; i++) {
            long count = i;
            peer.frame(out -> AckFrame.encode(out, 0, count));
        }
        world.run(Duration.ofSeconds(1));

        assertThat(loop.pending()).isLessThanOrEqualTo(calm + FEW);
        loop.release();
        world.run(Duration.ofSeconds(1));
        peer.frame(out -> AckFrame.encode(out, 0, FLOOD + 3));
        world.run(Duration.ofSeconds(1));
        assertThat(scene.reported(NodeEvent.Unsubscribed.class))
                .extracting(NodeEvent.Unsubscribed::count)
                .containsExactly((long) FLOOD, 3L);
    }

    @Test
    void goodbyesAreOneTaskAndOneEnd() {
        Stranger peer = scene.attached();
        int calm = scene.held();
        for (int i = 0; i < FLOOD; i++) {
            peer.frame(out -> GoodbyeFrame.encode(new Goodbye(Goodbye.LEAVING, 0, "bye"), out));
        }
        world.run(Duration.ofSeconds(1));

        assertThat(loop.pending()).isLessThanOrEqualTo(calm + FEW);
        loop.release();
        world.run(Duration.ofSeconds(1));
        assertThat(scene.counted("sessions.ended")).isEqualTo(1);
        assertThat(scene.reported(NodeEvent.PeerDown.class)).hasSize(1);
        assertThat(scene.node.peers()).isEmpty();
    }

    @Test
    void errorsAreOneTaskAndCloseTheLink() {
        Stranger peer = scene.attached();
        int calm = scene.held();
        for (int i = 0; i < FLOOD; i++) {
            peer.frame(out -> ErrorFrame.encode(new LinkError(RefusalCode.OTHER, "no"), out));
        }
        world.run(Duration.ofSeconds(1));

        assertThat(loop.pending()).isLessThanOrEqualTo(calm + FEW);
        assertThat(peer.isClosed()).isTrue();
        assertThat(scene.counted("errors.reportedByPeers")).isEqualTo(1);
    }

    @Test
    void refusalsInsideTheHandshakeAreOneTask() {
        int calm = scene.held();
        Stranger peer = scene.stranger();
        for (int i = 0; i < FLOOD; i++) {
            peer.frame(out -> RefusalFrame.encode(new Refusal(RefusalCode.OTHER, 0, "no"), out));
        }
        loop.release(); // reading begins with the handshake, on the control loop
        loop.hold();
        world.run(Duration.ofMillis(1));
        loop.release();
        world.run(Duration.ofNanos(1));
        loop.hold();
        world.run(Duration.ofSeconds(1));

        assertThat(loop.pending()).isLessThanOrEqualTo(calm + FEW);
        loop.release();
        world.run(Duration.ofSeconds(1));
        assertThat(peer.isClosed()).isTrue();
    }

    @Test
    void handshakeFramesAreAFewTasks() {
        Stranger peer = scene.stranger();
        world.await("HELLO", () -> peer.heard.contains("HELLO"), SOON);
        int calm = scene.held();
        for (int i = 0; i < FLOOD; i++) {
            peer.attach(ID, i);
        }
        world.run(Duration.ofSeconds(1));

        assertThat(loop.pending()).isLessThanOrEqualTo(calm + FEW);
        assertThat(scene.counted("refused.protocol")).isEqualTo(1);
        assertThat(peer.isClosed()).isTrue();
    }

    @Test
    void linksBeyondTheLimitAreClosedAndCounted() {
        int calm = scene.held();
        List<CompletableFuture<?>> dials = new ArrayList<>();
        Transport dialler = scene.network.datagramTransport("stranger", "dgm");
        IntStream.range(0, 1000)
                .forEach(i ->
                        dials.add(dialler.connect(WHERE, ConnectOptions.DEFAULT).toCompletableFuture()));
        world.run(Duration.ofSeconds(1));

        assertThat(loop.pending()).isLessThanOrEqualTo(calm + 100 + FEW);
        assertThat(scene.counted("refused.pendingHandshakes")).isEqualTo(900);
        loop.release();
        world.run(Duration.ofSeconds(1));
        assertThat(scene.reported(NodeEvent.Refused.class)).hasSize(1);
        Stranger later = scene.stranger();
        world.await("HELLO", () -> later.heard.contains("HELLO"), Duration.ofMinutes(1));
    }

    /** Refused by the control loop, and by the I/O thread while the control loop does not process them. */
    @Test
    void linksThatAreRefusedAreTakenOffTheCountOfTheirAddress() {
        StrangerScene narrow = new StrangerScene(2, 8);
        for (int i = 0; i < 50; i++) {
            if (i == 25) {
                narrow.loop.hold();
            }
            narrow.network.datagramTransport("stranger", "dgm").connect(WHERE, ConnectOptions.DEFAULT);
            narrow.world.run(Duration.ofMillis(10)); // together less than the second after which one is evicted
        }
        narrow.loop.release();
        narrow.world.run(Duration.ofMillis(100));

        assertThat(narrow.counted("refused.connectionsPerAddress")).isZero();
        assertThat(narrow.counted("refused.pendingHandshakes")).isEqualTo(48);
        narrow.world.run(Duration.ofSeconds(20));
        Stranger later = narrow.attached();
        assertThat(later.refusals).isEmpty();
    }

    @Test
    void wrongDatagramsAreCountedAndReportedOnce() {
        Stranger peer = scene.attached();
        int calm = scene.held();
        for (int i = 0; i < FLOOD; i++) {
            peer.wrongDatagram();
        }
        world.run(Duration.ofSeconds(1));

        assertThat(loop.pending()).isLessThanOrEqualTo(calm + FEW);
        assertThat(scene.counted("datagrams.refused")).isEqualTo(FLOOD);
        loop.release();
        world.run(Duration.ofSeconds(1));
        assertThat(scene.reported(NodeEvent.Refused.class)).hasSize(1);
        assertThat(peer.isClosed()).isFalse();
    }

    @Test
    void membershipMessagesAreOneTask() {
        Stranger peer = scene.attached();
        int calm = scene.held();
        peer.records(100, FloodTest::emptyMembershipMessage);
        world.run(Duration.ofSeconds(1));

        assertThat(loop.pending()).isLessThanOrEqualTo(calm + FEW);
        assertThat(peer.isClosed()).isFalse();
    }

    @Test
    void membershipMessagesWithoutContentsAreNotFree() {
        Stranger peer = scene.attached();
        int calm = scene.held();
        peer.records(42_000, FloodTest::emptyMembershipMessage);
        world.run(Duration.ofSeconds(1));

        assertThat(loop.pending()).isLessThanOrEqualTo(calm + FEW);
        assertThat(scene.counted("refused.protocol")).isPositive();
        assertThat(peer.isClosed()).isTrue();
        loop.release();
        world.run(Duration.ofSeconds(1));
        assertThat(scene.node.peers()).isEmpty();
    }

    @Test
    void pongsPingsAndBlockedCauseNoTask() {
        Stranger peer = scene.attached();
        int calm = scene.held();
        for (int i = 0; i < FLOOD; i++) {
            long id = i;
            peer.frame(out -> PingFrame.encodePong(out, id, 0));
            peer.frame(out -> {
                int mark = BlockedFrame.begin(out);
                BlockedFrame.add(out, id, id);
                BlockedFrame.end(out, mark);
            });
        }
        world.run(Duration.ofSeconds(1));
        assertThat(loop.pending()).isLessThanOrEqualTo(calm);

        for (int i = 0; i < FLOOD; i++) {
            long id = i;
            peer.frame(out -> PingFrame.encodePing(out, id, 0));
        }
        world.run(Duration.ofSeconds(1));
        assertThat(loop.pending()).isLessThanOrEqualTo(calm + FEW);
        assertThat(peer.isClosed()).isTrue();
        assertThat(scene.counted("refused.protocol")).isEqualTo(1);
    }

    @Test
    void growingCreditIsOneTimerOfAFlow() {
        Stranger peer = scene.attached();
        DeclarationChange change = new DeclarationChange.Added(1, 1, CHANNEL, TOPIC, true, 0);
        peer.frame(out -> DeclareFrame.encode(List.of(change), out));
        peer.frame(out -> DeclaredFrame.encode(out, 1));
        world.run(Duration.ofSeconds(1));
        Route route = scene.route();
        assertThat(offer(route, 1, 1000)).isEqualTo(Route.BLOCKED);
        int calm = scene.held();
        for (int i = 1; i <= 100; i++) {
            route.whenWritable(() -> route.whenWritable(() -> {}));
            long granted = i;
            peer.frame(out -> {
                int mark = CreditFrame.begin(out);
                CreditFrame.add(out, 1, granted, 0);
                CreditFrame.end(out, mark);
            });
            world.run(Duration.ofMillis(1));
        }

        assertThat(loop.pending()).isLessThanOrEqualTo(calm + FEW);
        peer.frame(out -> {
            int mark = CreditFrame.begin(out);
            CreditFrame.add(out, 1, 10_000, 0);
            CreditFrame.end(out, mark);
        });
        loop.release();
        world.run(Duration.ofSeconds(1));
        assertThat(offer(route, 1, 1000)).isEqualTo(1);
    }

    private static void emptyMembershipMessage(ByteBuffer out) {
        RecordHeader.encode(out, 0, MembershipChannel.NUMBER, RecordHeader.FIRST | RecordHeader.LAST, 0, 0);
    }
}
