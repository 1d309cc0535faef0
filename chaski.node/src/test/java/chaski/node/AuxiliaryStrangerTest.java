package chaski.node;

import static chaski.node.Beside.SOON;
import static chaski.node.Beside.beside;
import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.node.Node;
import chaski.api.node.SessionConfig;
import chaski.node.session.SessionProbe;
import chaski.node.wire.Hello;
import chaski.node.wire.RefusalCode;
import chaski.node.wire.SessionId;
import chaski.testkit.Seeds;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Only the peer of a session can add an auxiliary link to it, and a violation on an auxiliary link affects only that
 * link.
 */
class AuxiliaryStrangerTest {

    private static final Endpoint WHERE = Endpoint.parse("dgm://b:1");
    private static final NodeId OTHER = new NodeId(new UUID(0, 9));

    static LongStream seeds() {
        return Seeds.all();
    }

    private static SessionId session(Node node, Node peer) {
        return SessionProbe.sessions(NodeProbe.engine(node)).stream()
                .filter(session -> session.peer().equals(peer.id()))
                .map(SessionProbe::id)
                .findFirst()
                .orElseThrow();
    }

    private static Stranger as(Beside scene, Node node) {
        return new Stranger(scene.network, WHERE, node.id(), node.incarnation());
    }

    private static void assertRefused(Beside scene, Stranger stranger, RefusalCode code) {
        scene.world.await("he is refused", stranger::isClosed, SOON);
        assertThat(stranger.heard).containsExactly("HELLO", "REFUSED");
        assertThat(stranger.refusals).containsExactly(code);
        scene.drop(10);
        scene.world.run(Duration.ofSeconds(1));
        assertThat(scene.b.overheard).hasSize(11);
        assertThat(scene.b.counted("auxiliary.begun")).isEqualTo(1);
        assertThat(beside(scene.a)).isEqualTo(1);
        scene.assertSessionUntouched();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theSecretOfAnotherSessionIsRefused(long seed) {
        Beside scene = new Beside(seed);
        scene.begin();
        Talker c = new Talker(scene.network, "c", 3, "b", SessionConfig.DEFAULT);
        scene.world.await("they meet", () -> scene.b.node.peers().size() == 2, SOON);
        Stranger stranger = as(scene, scene.a.node);

        stranger.assist(session(c.node, scene.b.node), 100);

        scene.world.await("he is refused", stranger::isClosed, SOON);
        assertThat(stranger.refusals).containsExactly(RefusalCode.UNKNOWN_SESSION);
        assertThat(scene.b.counted("auxiliary.refused")).isEqualTo(1);
        assertThat(scene.b.counted("auxiliary.begun")).isEqualTo(1);
        assertThat(beside(scene.a)).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aSecretThatIsGuessedIsRefused(long seed) {
        Beside scene = new Beside(seed);
        scene.begin();
        Stranger stranger = as(scene, scene.a.node);

        stranger.assist(new SessionId(1, 2), 100);

        assertRefused(scene, stranger, RefusalCode.UNKNOWN_SESSION);
        assertThat(scene.b.counted("auxiliary.refused")).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theRightSecretInAnotherNameIsRefused(long seed) {
        Beside scene = new Beside(seed);
        scene.begin();
        Stranger stranger = new Stranger(scene.network, WHERE, OTHER, 1);

        stranger.assist(session(scene.a.node, scene.b.node), 100);

        assertRefused(scene, stranger, RefusalCode.UNKNOWN_SESSION);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theRightSecretOfAnotherRunIsRefusedAndEndsNothing(long seed) {
        Beside scene = new Beside(seed);
        scene.begin();
        Stranger stranger = new Stranger(scene.network, WHERE, scene.a.node.id(), scene.a.node.incarnation() + 1);

        stranger.assist(session(scene.a.node, scene.b.node), 100);

        assertRefused(scene, stranger, RefusalCode.UNKNOWN_SESSION);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anAssistThatIsRepeatedIsRefused(long seed) {
        Beside scene = new Beside(seed);
        scene.begin();
        Stranger stranger = as(scene, scene.a.node);

        stranger.assist(session(scene.a.node, scene.b.node), 1);

        assertRefused(scene, stranger, RefusalCode.STALE_EPOCH);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void datagramsOnALinkThatIsOfNoSessionAreIgnored(long seed) {
        Beside scene = new Beside(seed);
        scene.begin();
        long received = scene.b.counted("datagrams.received");
        Stranger stranger = as(scene, scene.a.node);

        for (long number = 1_000; number < 1_050; number++) {
            stranger.datagram(number, scene.route.number(), number);
            scene.world.run(Duration.ofMillis(10));
        }

        assertThat(scene.b.counted("datagrams.received")).isEqualTo(received);
        scene.drop(10);
        scene.world.run(Duration.ofSeconds(1));
        assertThat(scene.b.overheard).hasSize(11);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anAuxiliaryLinkNeverBecomesTheSessionsOwn(long seed) {
        Beside scene = new Beside(seed);
        scene.begin();
        for (String frame : List.of("ATTACH", "DATA")) {
            SessionId session = session(scene.a.node, scene.b.node);
            Stranger stranger = as(scene, scene.a.node);
            stranger.assist(session, 1_000 + scene.b.counted("auxiliary.begun"));
            scene.world.await("he is let in", () -> stranger.heard.contains("ASSISTED"), SOON);

            if (frame.equals("ATTACH")) {
                stranger.attach(session, 100);
            } else {
                stranger.data();
            }

            scene.world.await("he is thrown out", stranger::isClosed, SOON);
            assertThat(stranger.heard).endsWith("ERROR");
        }
        scene.drop(10);
        scene.world.run(Duration.ofSeconds(40));
        assertThat(scene.b.overheard).hasSize(11);
        assertThat(beside(scene.a)).as("there is another one").isEqualTo(1);
        scene.assertSessionUntouched();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aPeerThatKnowsNoAuxiliaryLinksGetsDatagramsInTheStream(long seed) {
        Beside scene = new Beside(seed, transport -> new OldPeerTransport(transport, Hello.DATAGRAMS));

        scene.drop(100);
        scene.world.run(Duration.ofMinutes(1));

        assertThat(scene.links()).isEmpty();
        assertThat(scene.b.overheard).hasSize(100);
        scene.assertSessionUntouched();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aPeerThatKnowsNoDatagramsGetsNone(long seed) {
        Beside scene = new Beside(seed, transport -> new OldPeerTransport(transport, 0));

        scene.drop(100);
        scene.world.run(Duration.ofMinutes(1));

        assertThat(scene.links()).isEmpty();
        assertThat(scene.b.overheard).isEmpty();
        assertThat(scene.a.counted("datagrams.dropped")).isEqualTo(100);
        scene.assertSessionUntouched();
    }
}
