package chaski.testkit.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.TransportException;
import chaski.testkit.network.LinkProfile;
import chaski.testkit.network.LiveNetwork;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two hostile peers connected to each other: each receives what the other sends. */
class HostilePeerTest {

    private static final Endpoint WHERE = Endpoint.parse("mem://b:1");
    private static final HostileIdentity A = HostileIdentity.of(new NodeId(new UUID(0, 1)), 5);
    private static final HostileIdentity B = HostileIdentity.of(new NodeId(new UUID(0, 2)), 6);

    private final Simulation world = new Simulation(3);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final HostileListener listener = HostileListener.listen(network.transport("b"), WHERE, B, world::await);

    @Test
    void theHandshakeIsAnsweredAndRecordsArriveWhole() {
        network.profile(LinkProfile.DEFAULT.delay(Duration.ofMillis(5), Duration.ofMillis(2)));
        HostilePeer a = dial().handshake();
        HostilePeer b = listener.peers().get(0);
        b.await("it is attached", b::isAttached);

        a.append(
                HostileRecords.open(2, 7),
                HostileRecords.message(2, 7, 1, new byte[60_000]),
                HostileRecords.message(2, 7, 2, new byte[60_000]));
        b.append(HostileRecords.message(1, 0, 0, (byte) 9));

        HostileRecord second = b.awaitRecord("message 2", record -> record.sequence() == 2);
        assertThat(second.body().remaining()).isEqualTo(60_000);
        assertThat(b.records()).extracting(HostileRecord::flags).containsExactly(4, 3);
        assertThat(a.awaitRecord("membership", record -> record.channel() == 1)
                        .body()
                        .get())
                .isEqualTo((byte) 9);
        a.await("all is acknowledged", () -> a.count(HostileFrameType.ACK) > 0);
        assertThat(b.session().handedOver()).isEqualTo(a.session().appended());
    }

    @Test
    void aSessionReturnsOnAnotherLinkWithoutAGap() {
        HostilePeer a = dial().handshake();
        listener.peers().get(0).only();
        for (int i = 1; i <= 100; i++) {
            a.append(HostileRecords.message(1, 0, i, new byte[1000]));
        }
        world.run(Duration.ofNanos(300_000));
        a.hangUp();
        a.awaitClosed();
        a.append(HostileRecords.message(1, 0, 101));

        HostilePeer again = dial().resume(a.session());
        HostilePeer b = listener.peers().get(1);
        b.awaitRecord("the last", record -> record.sequence() == 101);
        List<Long> all = new ArrayList<>();
        listener.peers().forEach(peer -> peer.records().forEach(record -> all.add(record.sequence())));
        assertThat(all)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 100).mapToObj(i -> (long) i).toList());
        assertThat(again.session().epoch()).isEqualTo(2);
    }

    @Test
    void pingsAreAnsweredUntilItIsSilent() {
        HostilePeer a = dial().handshake();
        HostilePeer b = listener.peers().get(0);
        a.send(HostileFrames.ping(1, 10));
        assertThat(a.await(HostileFrameType.PONG)).isEqualTo(HostileFrames.pong(1, 10));

        b.only(AutomaticReply.ACK);
        a.send(HostileFrames.ping(2, 0));
        world.run(Duration.ofMinutes(1));
        assertThat(b.count(HostileFrameType.PING)).isEqualTo(2);
        assertThat(a.count(HostileFrameType.PONG)).isEqualTo(1);
    }

    @Test
    void scriptsActOnWhatArrives() {
        HostilePeer a = dial().handshake();
        HostilePeer b = listener.peers().get(0);
        b.onFrame(frame -> {
            if (frame.is(HostileFrameType.DECLARED)) {
                b.send(HostileFrames.goodbye(1, 0, "enough"));
            }
        });
        a.send(HostileFrames.declareAdded(1, 1, 2, "t", true, 100), HostileFrames.declared(1));

        a.await(HostileFrameType.GOODBYE);
        assertThat(a.awaitRecord("APPLIED", record -> record.channel() == 0)).isEqualTo(HostileRecords.applied(1));
    }

    @Test
    void aRefusalIsRead() {
        HostilePeer a = dial();
        HostilePeer b = listener.peers().get(0).only();
        b.send(HostileFrames.refused(HostileErrorCode.BUSY, 1500, "later"));

        assertThat(a.awaitRefusal()).isEqualTo(new HostileRefusal(HostileErrorCode.BUSY, 1500, "later"));
        b.hangUp();
        assertThatThrownBy(a::handshake).isInstanceOf(AssertionError.class).hasMessageContaining("BUSY");
        assertThat(a.isClosed()).isTrue();
    }

    @Test
    void anyBytesGo() {
        HostilePeer a = dial();
        a.sendRaw("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)).awaitSent();

        world.run(Duration.ofSeconds(1));
        assertThat(listener.links()).isEqualTo(1);
        assertThat(listener.bytes()).isEqualTo(18);
        assertThat(listener.peers().get(0).frames()).isEmpty();
    }

    @Test
    void unreachableEndpointsAreReported() {
        assertThatThrownBy(() -> HostilePeer.dial(network.transport("a"), Endpoint.parse("mem://b:2"), A, world::await))
                .isInstanceOf(TransportException.class);
    }

    @Test
    void itWorksInRealTime() {
        try (LiveNetwork live = new LiveNetwork(1);
                HostileListener real = HostileListener.listen(live.transport("b"), WHERE, B, WaitStrategy.live());
                HostilePeer a = HostilePeer.dial(live.transport("a"), WHERE, A)) {
            a.handshake().append(HostileRecords.message(1, 0, 0, new byte[50_000]));
            HostilePeer b = real.peers().get(0);
            assertThat(b.awaitRecord("it", record -> record.channel() == 1)
                            .body()
                            .remaining())
                    .isEqualTo(50_000);
        }
    }

    private HostilePeer dial() {
        return HostilePeer.dial(network.transport("a"), WHERE, A, world::await);
    }
}
