package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.NodeEvent;
import chaski.api.security.Decision;
import chaski.api.security.SecurityConfig;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one node of a closed network learns of certificates reaches the others. */
final class RevocationSpreadTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private final Simulation world = new Simulation(1);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private TrustLab lab;

    @BeforeEach
    void issue() {
        lab = new TrustLab(directory, world);
    }

    private Talker talker(String host, TrustLab.Holder holder, String joins) {
        return new Talker(network, host, List.of(network.transport(host)), builder -> builder.security(
                        SecurityConfig.identity(holder.provider())
                                .instance(host)
                                .authorizer(request -> Decision.allow("test")))
                .listen("mem://" + host + ":1")
                .join("mem://" + joins + ":1"));
    }

    private void awaitPeers(Talker talker, int peers) {
        world.await(talker.node + " has peers", () -> talker.node.peers().size() >= peers, SOON);
    }

    @Test
    void aRevocationThatOneNodeReadsCutsTheIdentityAtAll() {
        TrustLab.Holder first = lab.holder("first");
        TrustLab.Holder second = lab.holder("second");
        TrustLab.Holder third = lab.holder("third");
        TrustLab.Holder revoked = lab.holder("revoked");
        TrustLab.Holder late = lab.holder("late");
        Talker a = talker("a", first, "b");
        Talker b = talker("b", second, "a");
        Talker c = talker("c", third, "b");
        Talker m = talker("m", revoked, "c");
        awaitPeers(a, 1);
        awaitPeers(b, 2);
        awaitPeers(c, 2);
        awaitPeers(m, 1);
        world.await("everybody knows m", () -> knows(a, m) && knows(b, m) && knows(c, m), SOON);

        lab.first().revoke(revoked.identity());
        first.refresh();
        world.run(Duration.ofSeconds(5));

        for (Talker talker : List.of(a, b, c)) {
            assertThat(talker.node.peers()).noneMatch(peer -> peer.id().equals(m.node.id()));
            assertThat(knows(talker, m)).as("%s knows m", talker.node).isFalse();
        }
        assertThat(c.raised(NodeEvent.PeerDown.class))
                .filteredOn(down -> down.peer().equals(m.node.id()))
                .singleElement()
                .satisfies(down -> assertThat(down.reason()).startsWith("REVOKED"));
        assertThat(c.counted("membership.revocations.accepted")).isEqualTo(1);

        Talker d = talker("d", late, "c");
        world.await("d has the list", () -> d.counted("membership.revocations.accepted") == 1, SOON);
        world.run(Duration.ofSeconds(60));
        assertThat(m.node.peers()).isEmpty();
        assertThat(knows(d, m)).isFalse();
        assertThat(List.of(a, b, c, d)).noneMatch(talker -> talker.node.peers().isEmpty());
    }

    @Test
    void entriesAreSignedAgainByNewCertificatesAndNobodyDoubtsThem() {
        TrustLab.Holder first = lab.holder("first");
        TrustLab.Holder second = lab.holder("second");
        TrustLab.Holder third = lab.holder("third");
        Talker a = talker("a", first, "b");
        Talker b = talker("b", second, "a");
        Talker c = talker("c", third, "b");
        world.await("everybody knows c", () -> knows(a, c) && knows(b, c), SOON);

        var before = lab.first().issued().stream()
                .filter(issued -> issued.identity().equals(third.identity()))
                .findFirst()
                .orElseThrow();
        third.issue(lab.first(), Duration.ofDays(1));
        world.run(Duration.ofSeconds(30));
        lab.first().revoke(before.serial());
        lab.publishRevocations();
        world.run(Duration.ofSeconds(30));

        for (Talker talker : List.of(a, b, c)) {
            assertThat(talker.counted("membership.refused.signature")).isZero();
            assertThat(talker.counted("membership.dropped.untrusted")).isZero();
        }
        assertThat(knows(a, c)).isTrue();
    }

    private static boolean knows(Talker talker, Talker other) {
        return talker.node.directory().stream().anyMatch(entry -> entry.id().equals(other.node.id()));
    }
}
