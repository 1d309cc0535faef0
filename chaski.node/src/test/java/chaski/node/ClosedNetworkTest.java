package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.TransportException;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.node.Peer;
import chaski.api.protocol.Route;
import chaski.api.security.Authorizer;
import chaski.api.security.Decision;
import chaski.api.security.SecurityConfig;
import chaski.ca.CertificateAuthority;
import chaski.node.identity.NodeIds;
import chaski.testkit.LogLines;
import chaski.testkit.network.LinkProfile;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that prove identities to each other, on a network in memory and in virtual time. */
final class ClosedNetworkTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Authorizer EVERYTHING = request -> Decision.allow("test");

    @TempDir
    private Path directory;

    private final Simulation world = new Simulation(1);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private TrustLab lab;
    private TrustLab.Holder hub;
    private TrustLab.Holder field;

    @BeforeEach
    void issue() {
        lab = new TrustLab(directory, world);
        hub = lab.holder("hub");
        field = lab.holder("field");
    }

    private Talker talker(String host, TrustLab.Holder holder, Consumer<? super Node.Builder> configured) {
        return new Talker(network, host, List.of(network.transport(host)), builder -> {
            builder.security(SecurityConfig.identity(holder.provider())
                    .authorizer(EVERYTHING)
                    .instance(host));
            configured.accept(builder);
        });
    }

    private Talker listening(String host, TrustLab.Holder holder) {
        return talker(host, holder, builder -> builder.listen("mem://" + host + ":1"));
    }

    private Talker joining(String host, TrustLab.Holder holder) {
        return talker(host, holder, builder -> builder.join("mem://a:1"));
    }

    private void awaitLinked(Talker... talkers) {
        for (Talker talker : talkers) {
            world.await(talker.node + " has a peer", () -> linked(talker), SOON);
        }
    }

    private static boolean linked(Talker talker) {
        return talker.node.peers().stream().anyMatch(peer -> peer.link().isPresent());
    }

    /** Sends from one to the other while something happens, and checks that each message arrives once and in order. */
    private void assertExactDuring(Talker from, Talker to, Runnable meanwhile) {
        to.listen("t", 1 << 20);
        Route route = from.route("t");
        world.await("the subscription is known", () -> Talker.say(route, 0, 10) == 1, SOON);
        int sent = 1;
        meanwhile.run();
        for (int round = 0; round < 200; round++) {
            while (sent < (round + 1) * 20 && Talker.say(route, sent, 10) == 1) {
                sent++;
            }
            world.run(Duration.ofMillis(10));
        }
        int all = sent;
        world.await("everything has arrived", () -> to.heard.size() >= all, SOON);
        assertThat(to.heard)
                .containsExactlyElementsOf(LongStream.range(0, all).boxed().toList());
    }

    @Test
    void nodesThatProveIdentitiesFindEachOther() {
        Talker a = listening("a", hub);
        Talker b = joining("b", field);
        awaitLinked(a, b);

        Peer peer = a.node.peers().iterator().next();

        assertThat(peer.identity()).contains(field.identity());
        assertThat(peer.id()).isEqualTo(NodeIds.of(field.identity(), "b")).isEqualTo(b.node.id());
        assertExactDuring(b, a, () -> {});
    }

    @Test
    void withoutInstanceNodesOfOneIdentityHaveDifferentIds() {
        Talker a = new Talker(
                network,
                "a",
                List.of(network.transport("a")),
                builder ->
                        builder.security(SecurityConfig.identity(hub.provider()).authorizer(EVERYTHING)));
        Talker b = new Talker(
                network,
                "b",
                List.of(network.transport("b")),
                builder ->
                        builder.security(SecurityConfig.identity(hub.provider()).authorizer(EVERYTHING)));

        assertThat(a.node.id()).isNotEqualTo(b.node.id());
    }

    @Test
    void aNodeWithoutIdentityIsNotAdmittedInEitherDirection() {
        Talker a = listening("a", hub);
        Talker stranger = new Talker(
                network, "x", List.of(network.transport("x")), builder -> builder.id(new NodeId(new UUID(0, 9)))
                        .listen("mem://x:1")
                        .join("mem://a:1"));
        a.node.join(Endpoint.parse("mem://x:1"));
        world.run(Duration.ofSeconds(20));

        assertThat(a.node.peers()).isEmpty();
        assertThat(stranger.node.peers()).isEmpty();
        assertThat(a.raised(NodeEvent.DialFailed.class)).isNotEmpty();
        assertThat(stranger.raised(NodeEvent.DialFailed.class)).isNotEmpty();
    }

    @Test
    void anotherAuthoritysNodeIsNotAdmittedInEitherDirection() {
        Talker a = listening("a", hub);
        CertificateAuthority other = lab.authority();
        TrustLab.Holder foreign = lab.holder("foreign");
        foreign.issue(other, Duration.ofDays(1));
        Talker stranger =
                talker("x", foreign, builder -> builder.listen("mem://x:1").join("mem://a:1"));
        a.node.join(Endpoint.parse("mem://x:1"));
        world.run(Duration.ofSeconds(20));

        assertThat(a.node.peers()).isEmpty();
        assertThat(stranger.node.peers()).isEmpty();
        assertThat(a.raised(NodeEvent.DialFailed.class))
                .anySatisfy(failed -> assertThat(failed.reason()).contains("UNKNOWN_AUTHORITY"));
    }

    @Test
    void sessionsMoveToLinksOfNewCredentialsAndTheOldOnesCanBeRevoked() {
        Talker a = listening("a", hub);
        Talker b = talker("b", field, builder -> builder.listen("mem://b:1").join("mem://a:1"));
        awaitLinked(a, b);

        assertExactDuring(b, a, () -> {
            for (int i = 0; i < 10; i++) {
                TrustLab.Holder changed = i % 2 == 0 ? hub : field;
                var old = changed.certificate().getSerialNumber();
                changed.issue(lab.first(), Duration.ofDays(1));
                world.run(Duration.ofMillis(300));
                lab.first().revoke(old);
                lab.publishRevocations();
                world.run(Duration.ofMillis(300));
            }
        });

        assertThat(a.raised(NodeEvent.Parked.class)).isEmpty();
        assertThat(b.raised(NodeEvent.Parked.class)).isEmpty();
        assertThat(a.raised(NodeEvent.PeerDown.class)).isEmpty();
    }

    /** The session is still about to move to a link with the new certificate. */
    @ParameterizedTest
    @ValueSource(ints = {0, 50, 100, 150, 180, 200, 250})
    void aCertificateThatIsRevokedRightAfterItWasReplacedEndsNoSession(int delayMs) {
        network.profile(LinkProfile.DEFAULT.delay(Duration.ofMillis(100), Duration.ofMillis(100)));
        Talker a = listening("a", hub);
        Talker b = talker("b", field, builder -> builder.listen("mem://b:1").join("mem://a:1"));
        awaitLinked(a, b);

        assertExactDuring(b, a, () -> {
            var old = field.certificate().getSerialNumber();
            field.issue(lab.first(), Duration.ofDays(1));
            world.run(Duration.ofMillis(delayMs));
            lab.first().revoke(old);
            lab.publishRevocations();
            world.run(Duration.ofSeconds(6));
        });

        assertThat(a.raised(NodeEvent.SessionLost.class)).isEmpty();
        assertThat(b.raised(NodeEvent.SessionLost.class)).isEmpty();
        assertThat(linked(a)).isTrue();
    }

    /** The hub cannot dial a node that does not listen; it asks that node to dial. */
    @Test
    void aPeerThatDoesNotListenDialsForTheOneThatRotates() {
        Talker a = listening("a", hub);
        Talker b = joining("b", field);
        awaitLinked(a, b);

        assertExactDuring(a, b, () -> {
            var old = hub.certificate().getSerialNumber();
            hub.issue(lab.first(), Duration.ofDays(1));
            world.run(Duration.ofSeconds(1));
            lab.first().revoke(old);
            lab.publishRevocations();
        });

        assertThat(a.raised(NodeEvent.Parked.class)).isEmpty();
        assertThat(a.raised(NodeEvent.PeerDown.class)).isEmpty();
    }

    @Test
    void theAuthorityIsReplacedWhileMessagesFlow() {
        Talker a = listening("a", hub);
        Talker b = talker("b", field, builder -> builder.listen("mem://b:1").join("mem://a:1"));
        awaitLinked(a, b);
        CertificateAuthority next = lab.authority();

        assertExactDuring(a, b, () -> {
            for (TrustLab.Holder each : List.of(hub, field)) {
                each.trust(lab.first(), next);
                world.run(Duration.ofMillis(200));
            }
            for (TrustLab.Holder each : List.of(hub, field)) {
                each.issue(next, Duration.ofDays(1));
                world.run(Duration.ofMillis(500));
            }
            for (TrustLab.Holder each : List.of(hub, field)) {
                each.trust(next);
                world.run(Duration.ofMillis(200));
            }
        });

        assertThat(a.raised(NodeEvent.Parked.class)).isEmpty();
        assertThat(b.raised(NodeEvent.Parked.class)).isEmpty();
    }

    @Test
    void aRevokedIdentityIsCutAndStaysOut() {
        Talker a = listening("a", hub);
        Talker b = joining("b", field);
        awaitLinked(a, b);

        lab.first().revoke(field.identity());
        hub.refresh();
        world.run(Duration.ofSeconds(5));

        assertThat(a.node.peers()).isEmpty();
        assertThat(a.raised(NodeEvent.PeerDown.class)).singleElement().satisfies(down -> assertThat(down.reason())
                .startsWith("REVOKED"));
        world.run(Duration.ofSeconds(60));
        assertThat(a.node.peers()).isEmpty();
    }

    @Test
    void aCertificateThatExpiresOnALiveLinkEndsTheLinkAndARenewedOneResumes() {
        Talker a = listening("a", hub);
        field.issue(lab.first(), Duration.ofMinutes(5));
        Talker b = joining("b", field);
        awaitLinked(a, b);

        world.run(Duration.ofMinutes(6));

        assertThat(linked(a)).isFalse();
        assertThat(a.raised(NodeEvent.Refused.class))
                .anySatisfy(refused -> assertThat(refused.reason()).startsWith("EXPIRED"));
        field.issue(lab.first(), Duration.ofDays(1));
        awaitLinked(a, b);
        assertThat(a.counted("sessions.ended")).isZero();
    }

    @Test
    void aCertificateOfAnotherIdentityDoesNotChangeANode() {
        Talker a = listening("a", hub);
        NodeId before = a.node.id();

        hub.use(lab.holder("other").issued());

        assertThat(a.node.id()).isEqualTo(before);
        Talker b = joining("b", field);
        awaitLinked(a, b);
        assertThat(b.node.peers().iterator().next().identity()).contains(hub.identity());
    }

    @Test
    void withoutAnAuthorizerEveryPeerIsRefusedByARuleThatNamesTheRemedy() {
        Talker a;
        try (LogLines log = LogLines.of("chaski.node.identity.ClosedSecurity")) {
            a = new Talker(network, "a", List.of(network.transport("a")), builder -> builder.listen("mem://a:1")
                    .security(SecurityConfig.identity(hub.provider())));
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("refuses every peer", "Set SecurityConfig.authorizer");
        }
        Talker b = joining("b", field);
        world.run(SOON);

        assertThat(a.node.peers()).isEmpty();
        assertThat(a.raised(NodeEvent.AccessRefused.class))
                .anySatisfy(refused -> assertThat(refused.refusal().rule()).contains("has no authorizer"));
        assertThat(b.raised(NodeEvent.Refused.class))
                .anySatisfy(refused -> assertThat(refused.reason()).contains("has no authorizer"));
    }

    @Test
    void joiningByATransportWithoutEncryptionFailsAtOnce() {
        Talker a = new Talker(
                network,
                "a",
                List.of(new PlainTransport(network.transport("a"))),
                builder ->
                        builder.security(SecurityConfig.identity(hub.provider()).authorizer(EVERYTHING)));

        assertThatThrownBy(() -> a.node.join(Endpoint.parse("mem://b:1")))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("not encrypted");
    }

    @Test
    void aTransportWithoutEncryptionIsRefused() {
        assertThatThrownBy(() -> new Talker(
                        network, "a", List.of(new PlainTransport(network.transport("a"))), builder -> builder.security(
                                        SecurityConfig.identity(hub.provider()).authorizer(EVERYTHING))
                                .listen("mem://a:1")))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("not encrypted");
    }
}
