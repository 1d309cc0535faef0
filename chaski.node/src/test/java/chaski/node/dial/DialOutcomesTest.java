package chaski.node.dial;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.node.NodeEvent.DialFailed;
import chaski.node.PartsScene;
import chaski.node.dial.DialFailures.Failure;
import chaski.node.wire.RefusalCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DialOutcomesTest {

    private static final Endpoint ENDPOINT = PartsScene.at("b");
    private static final NodeId NODE = PartsScene.id(2);
    private static final NodeId OTHER = PartsScene.id(3);

    private final PartsScene scene = new PartsScene();
    private final DialTargets targets = new DialTargets();
    private final EndpointBook book = new EndpointBook(scene.layer.sessions(), node -> List.of(), scene.loop::nanoTime);
    private final EndpointSelection selection =
            new EndpointSelection(scene.context, scene.layer, scene.transports, book);
    private final LinkOpener opener =
            new LinkOpener(scene.context, scene.layer, scene.handshakes, scene.transports, book, node -> node);
    private final List<String> failed = new ArrayList<>();
    private int reached;
    private final DialOutcomes outcomes = new DialOutcomes(
            scene.context,
            scene.layer,
            targets,
            book,
            selection,
            new Referrals(scene.loop, selection, opener, () -> false),
            new DialFailures(scene.context),
            (node, reason) -> failed.add(node.shortForm() + " " + reason),
            () -> reached++);

    @Test
    void nodeThatAnswersIsWantedIfItIsExpectedThereOrTheTargetOfAnother() {
        assertThat(outcomes.answered(ENDPOINT, Optional.of(NODE), NODE)).isTrue();
        assertThat(outcomes.answered(ENDPOINT, Optional.of(NODE), OTHER)).isFalse();
        assertThat(outcomes.answered(ENDPOINT, Optional.empty(), OTHER)).isFalse();
        targets.wanted(OTHER, () -> target(OTHER));
        assertThat(outcomes.answered(ENDPOINT, Optional.of(NODE), OTHER)).isTrue();
        targets.joined(ENDPOINT, () -> target(null));
        assertThat(outcomes.answered(ENDPOINT, Optional.of(NODE), PartsScene.id(4)))
                .isTrue();
    }

    @Test
    void endpointIsTakenOverOnlyWhileItsHolderHasALink() {
        outcomes.answered(ENDPOINT, Optional.of(NODE), OTHER);

        assertThat(outcomes.isTakenOver(ENDPOINT, NODE)).isFalse();
    }

    @Test
    void nodeThatIsLearnedBehindAJoinedEndpointIsTheTargetsAndIsReported() {
        DialTarget joined = targets.joined(ENDPOINT, () -> target(null));
        book.join(ENDPOINT);
        outcomes.learned(NODE, ENDPOINT);

        assertThat(joined.reached()).contains(NODE);
        assertThat(book.behind(ENDPOINT)).contains(NODE);
        assertThat(reached).isEqualTo(1);
    }

    @Test
    void pairingIsNotifiedOfFailuresOfTheNodesThatItWantsOnly() {
        outcomes.failed(NODE, "refused");
        outcomes.failed(null, "refused");
        assertThat(failed).isEmpty();
        targets.wanted(NODE, () -> target(NODE));
        outcomes.failed(NODE, "refused");

        assertThat(failed).containsExactly(NODE.shortForm() + " refused");
        assertThat(scene.counted("dial.failed")).isEqualTo(3);
    }

    @Test
    void wantedNodeWhoseEndpointsCannotBeDialledIsReportedWithTheReason() {
        targets.wanted(NODE, () -> target(NODE));
        outcomes.cannotDial(NODE, List.of());
        assertThat(failed).isEmpty();
        outcomes.cannotDial(NODE, List.of(ENDPOINT));

        assertThat(failed).containsExactly(NODE.shortForm() + " this node has no transport for mem://b:1");
    }

    @Test
    void endpointThatWasReachedAgainIsReportedAtItsNextFailure() {
        List<Failure> round = List.of(new Failure(ENDPOINT, RefusalCode.OTHER, "refused"));
        outcomes.allFailed(null, round);
        outcomes.allFailed(null, round);
        assertThat(scene.raised(DialFailed.class)).hasSize(1);
        outcomes.recovered(ENDPOINT);
        outcomes.allFailed(null, round);

        assertThat(scene.raised(DialFailed.class)).hasSize(2);
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
