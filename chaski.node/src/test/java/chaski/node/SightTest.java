package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.NodeId;
import chaski.api.node.DirectoryEntry;
import chaski.api.node.NodeEvent;
import chaski.api.security.AccessRequest;
import chaski.api.security.Permission;
import chaski.api.security.SecurityConfig;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hub {@code a} decides whether its peer {@code b} may see the directory; {@code c} is another peer of the hub. */
final class SightTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private final Simulation world = new Simulation(1);
    private final SimulatedNetwork network = new SimulatedNetwork(world);
    private final SwitchedAuthorizer grants = new SwitchedAuthorizer();
    private TrustLab lab;
    private Talker a;
    private Talker c;

    @BeforeEach
    void begin() {
        lab = new TrustLab(directory, world);
        grants.deny(SightTest::isSightOfB);
        a = talker("a", grants);
        c = talker("c", new SwitchedAuthorizer());
        world.await("c is known", () -> known(a).contains(c.node.id()), SOON);
    }

    private static boolean isSightOfB(AccessRequest request) {
        return request.permission() == Permission.SEE
                && request.identity().toString().endsWith("/b");
    }

    private Talker talker(String host, SwitchedAuthorizer authorizer) {
        return new Talker(network, host, List.of(network.transport(host)), builder -> {
            builder.security(SecurityConfig.identity(lab.holder(host).provider())
                    .authorizer(authorizer)
                    .instance(host));
            if (host.equals("a")) {
                builder.listen("mem://a:1");
            } else {
                builder.join("mem://a:1");
            }
        });
    }

    private static Set<NodeId> known(Talker talker) {
        return talker.node.directory().stream().map(DirectoryEntry::id).collect(Collectors.toSet());
    }

    @Test
    void aPeerThatMayNotSeeLearnsOnlyTheNodeItIsLinkedWith() {
        Talker b = talker("b", new SwitchedAuthorizer());
        world.run(Duration.ofMinutes(2));

        assertThat(known(b)).contains(a.node.id()).doesNotContain(c.node.id());
        assertThat(known(c)).contains(b.node.id());
        assertThat(a.raised(NodeEvent.AccessRefused.class)).anySatisfy(event -> {
            assertThat(event.peer()).isEqualTo(b.node.id());
            assertThat(event.refusal().permission()).isEqualTo(Permission.SEE);
            assertThat(event.refusal().rule()).isEqualTo(SwitchedAuthorizer.RULE);
        });
    }

    @Test
    void itLearnsAllWhenItMaySeeAndNothingNewWhenItMayNotAnyMore() {
        Talker b = talker("b", new SwitchedAuthorizer());
        world.run(Duration.ofSeconds(5));
        grants.allowAll();
        world.await("b learns of c", () -> known(b).contains(c.node.id()), SOON);

        grants.deny(SightTest::isSightOfB);
        world.run(Duration.ofSeconds(1));
        Talker d = talker("d", new SwitchedAuthorizer());
        world.await("the others learn of d", () -> known(c).contains(d.node.id()), SOON);
        world.run(Duration.ofMinutes(2));
        assertThat(known(b)).doesNotContain(d.node.id());
    }
}
