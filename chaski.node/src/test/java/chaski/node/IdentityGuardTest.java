package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.NodeEvent.DuplicateId;
import chaski.api.node.NodeEvent.Refused;
import chaski.api.node.SessionConfig;
import chaski.testkit.network.SimulatedNetwork;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class IdentityGuardTest {

    private final PartsScene scene = new PartsScene();
    private final IdentityGuard guard = new IdentityGuard(scene.context, scene.layer, scene.membership);

    @Test
    void idThatIsInUseIsCountedEachTimeAndReportedOnceAMinute() {
        guard.idInUse("mem://b:1", "node b");
        guard.idInUse("mem://c:1", "node c");
        assertThat(scene.raised(DuplicateId.class))
                .extracting(DuplicateId::other)
                .containsExactly("mem://b:1: node b");

        scene.world.run(Duration.ofMinutes(1));
        guard.idInUse("mem://c:1", "node c");
        assertThat(scene.raised(DuplicateId.class)).hasSize(2);
        assertThat(scene.counted("ids.inUse")).isEqualTo(3);
    }

    @Test
    void withoutSessionsThisNodeBecomesALaterIncarnation() {
        long later = scene.context.incarnation() + 5_000;
        guard.laterRunKnown("mem://b:1", later);

        assertThat(scene.context.incarnation()).isEqualTo(later + 1);
        assertThat(scene.events).isEmpty();
    }

    @Test
    void incarnationThatIsNotLaterChangesNothing() {
        long own = scene.context.incarnation();
        guard.laterRunKnown("mem://b:1", own);

        assertThat(scene.context.incarnation()).isEqualTo(own);
        assertThat(scene.counted("ids.laterRunKnown")).isZero();
    }

    @Test
    void incarnationThatCannotBeSurpassedIsReported() {
        long own = scene.context.incarnation();
        guard.laterRunKnown("mem://b:1", Long.MAX_VALUE);
        guard.laterRunKnown("mem://b:1", Long.MAX_VALUE);

        assertThat(scene.context.incarnation()).isEqualTo(own);
        assertThat(scene.raised(Refused.class)).extracting(Refused::counter).containsExactly("ids.laterRunKnown");
        assertThat(scene.counted("ids.laterRunKnown")).isEqualTo(2);
    }

    @Test
    void nodeWithSessionsKeepsItsIncarnation() {
        Simulation world = new Simulation(37);
        SimulatedNetwork network = new SimulatedNetwork(world);
        Talker a = new Talker(network, "a", 1, "", SessionConfig.DEFAULT);
        new Talker(network, "b", 2, "a", SessionConfig.DEFAULT);
        world.await("they meet", () -> a.node.peers().size() == 1, Duration.ofSeconds(20));
        Coordinator coordinator = NodeProbe.coordinator(a.node);
        long own = a.node.incarnation();

        new IdentityGuard(coordinator.context(), coordinator.sessionLayer(), scene.membership)
                .laterRunKnown("mem://c:1", own + 5_000);
        world.run(Duration.ofSeconds(1));

        assertThat(a.node.incarnation()).isEqualTo(own);
        assertThat(a.node.peers()).hasSize(1);
        assertThat(a.raised(Refused.class)).extracting(Refused::counter).containsExactly("ids.laterRunKnown");
    }
}
