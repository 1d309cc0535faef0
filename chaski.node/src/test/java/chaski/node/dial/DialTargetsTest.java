package chaski.node.dial;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.node.PartsScene;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DialTargetsTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Endpoint ENDPOINT = PartsScene.at("b");
    private static final NodeId NODE = PartsScene.id(2);

    private final PartsScene scene = new PartsScene();
    private final DialTargets targets = new DialTargets();
    private final EndpointBook book = new EndpointBook(scene.layer.sessions(), node -> List.of(), scene.loop::nanoTime);
    private final EndpointSelection selection =
            new EndpointSelection(scene.context, scene.layer, scene.transports, book);
    private final LinkOpener opener =
            new LinkOpener(scene.context, scene.layer, scene.handshakes, scene.transports, book, node -> node);
    private final DialOutcomes outcomes = new DialOutcomes(
            scene.context,
            scene.layer,
            targets,
            book,
            selection,
            new Referrals(scene.loop, selection, opener, () -> false),
            new DialFailures(scene.context),
            (node, reason) -> {},
            () -> {});

    DialTargetsTest() {
        scene.transports.add(scene.transport());
    }

    @Test
    void nodeIsOneTargetForEachReason() {
        DialTarget wanted = targets.wanted(NODE, () -> target(NODE));
        DialTarget parked = targets.parked(NODE, () -> target(NODE));

        assertThat(targets.wanted(NODE, () -> target(NODE))).isSameAs(wanted);
        assertThat(parked).isNotSameAs(wanted);
        assertThat(targets.all()).containsExactly(wanted, parked);
        targets.release(NODE);
        assertThat(targets.all()).containsExactly(parked);
        assertThat(targets.parkedPeers()).containsExactly(NODE);
    }

    @Test
    void joinedEndpointsAreNotDialledWhileTheBootstrapIsNotWanted() {
        targets.bootstrap(false);
        targets.joined(ENDPOINT, () -> target(null)).dialSoon();
        scene.world.run(LONG);
        assertThat(scene.counted("dial.attempts")).isZero();
        targets.bootstrap(true);
        scene.world.run(LONG);

        assertThat(scene.counted("dial.attempts")).isPositive();
    }

    @Test
    void nodesAreDialledEvenIfTheBootstrapIsNotWanted() {
        targets.bootstrap(false);
        book.join(ENDPOINT); // which makes it verified
        targets.wanted(NODE, () -> target(NODE)).dialSoon();
        scene.world.run(LONG);

        assertThat(scene.counted("dial.attempts")).isPositive();
    }

    @Test
    void removedTargetIsNotDialledAgain() {
        targets.joined(ENDPOINT, () -> target(null)).dialSoon();
        scene.world.run(LONG);
        targets.removeSeed(ENDPOINT);
        long attempts = scene.counted("dial.attempts");
        scene.world.run(LONG);

        assertThat(scene.counted("dial.attempts")).isEqualTo(attempts).isPositive();
        assertThat(targets.isJoined(ENDPOINT)).isFalse();
    }

    @Test
    void closeStopsAllTargets() {
        targets.joined(ENDPOINT, () -> target(null)).dialSoon();
        targets.wanted(NODE, () -> target(NODE)).dialSoon();
        targets.close();
        scene.world.run(LONG);

        assertThat(scene.counted("dial.attempts")).isZero();
        assertThat(targets.all()).isEmpty();
    }

    private DialTarget target(@Nullable NodeId node) {
        return new DialTarget(
                scene.context,
                scene.layer,
                targets,
                selection,
                opener,
                outcomes,
                node,
                () -> List.of(ENDPOINT),
                new Backoff(() -> scene.context.config().reconnect(), scene.loop.random()));
    }
}
