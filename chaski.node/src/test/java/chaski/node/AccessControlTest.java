package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.NodeId;
import chaski.api.node.NodeConfig;
import chaski.api.node.NodeEvent.Refused;
import chaski.api.node.Peer;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessControlTest {

    private static final NodeId OTHER = PartsScene.id(2);

    private final PartsScene scene = new PartsScene();
    private final AccessControl access = new AccessControl(scene.context, scene.layer, scene.dialler, scene.pairing);

    @BeforeEach
    void know() {
        scene.sessionUp(OTHER);
        scene.reviewed.clear();
    }

    @Test
    void nodeThatIsDeniedOrAllowedIsReviewedByPairing() {
        access.deny(OTHER);
        settle();
        assertThat(access.denied()).containsExactly(OTHER);
        assertThat(scene.reviewed).contains(OTHER);

        scene.reviewed.clear();
        access.allow(OTHER);
        settle();
        assertThat(access.denied()).isEmpty();
        assertThat(scene.reviewed).contains(OTHER);
    }

    @Test
    void nodeThatWasNotDeniedIsNotReviewedWhenItIsAllowed() {
        access.allow(OTHER);
        settle();

        assertThat(scene.reviewed).isEmpty();
    }

    @Test
    void nodeThatIsAllowedAgainBeforeTheControlLoopRunsIsNotDenied() {
        access.deny(OTHER);
        access.allow(OTHER);
        settle();

        assertThat(scene.layer.barred().contains(OTHER)).isFalse();
    }

    @Test
    void ownIdCannotBeDenied() {
        assertThatThrownBy(() -> access.deny(PartsScene.id(1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anotherConfigurationLeavesWhatTheUserDenies() {
        NodeId byUser = PartsScene.id(3);
        NodeId before = PartsScene.id(4);
        NodeId after = PartsScene.id(5);
        access.deny(byUser);
        access.deny(before);
        access.reconfigure(Set.of(before), Set.of(after));
        settle();

        assertThat(access.denied()).containsExactlyInAnyOrder(byUser, after);
    }

    @Test
    void idsOfAConfigurationThatCannotBeDeniedAreCountedAndReported() {
        Set<NodeId> tooMany = new LinkedHashSet<>();
        for (int i = 0; i < NodeConfig.MAX_DENIED + 1; i++) {
            tooMany.add(PartsScene.id(100 + i));
        }
        tooMany.add(PartsScene.id(1));
        access.reconfigure(Set.of(), tooMany);
        settle();

        assertThat(access.denied()).hasSize(NodeConfig.MAX_DENIED);
        assertThat(scene.counted("refused.deny")).isEqualTo(2);
        assertThat(scene.raised(Refused.class)).extracting(Refused::counter).containsOnly("refused.deny");
    }

    @Test
    void disconnectedNodeIsReviewedAgainWhenItsTimeIsOver() {
        access.disconnected(OTHER);
        assertThat(scene.reviewed).contains(OTHER);
        scene.reviewed.clear();
        scene.world.run(Peer.DISCONNECTED_FOR.minusMillis(1));
        assertThat(scene.reviewed).isEmpty();
        scene.world.run(Duration.ofMillis(2));

        assertThat(scene.reviewed).contains(OTHER);
    }

    @Test
    void afterTheCloseNothingIsReviewed() {
        access.close();
        access.deny(OTHER);
        settle();

        assertThat(scene.reviewed).isEmpty();
    }

    private void settle() {
        scene.world.run(Duration.ofMillis(5));
    }
}
