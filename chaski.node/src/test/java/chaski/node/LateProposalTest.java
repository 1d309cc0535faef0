package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.NodeEvent;
import chaski.node.session.SessionProbe;
import chaski.node.wire.Attach;
import chaski.node.wire.AttachFrame;
import chaski.node.wire.EndedSession;
import chaski.node.wire.RefusalCode;
import chaski.node.wire.SessionId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A peer proposes another session while one has a link: only a proposal that names that session as ended replaces it.
 */
class LateProposalTest {

    private static final SessionId OTHER = new SessionId(3, 4);
    private static final Duration SOON = Duration.ofSeconds(10);

    private final StrangerScene scene = new StrangerScene();

    /** On a second link of the same peer. */
    private Stranger propose(@Nullable EndedSession ended) {
        Stranger second = scene.stranger();
        scene.world.await("HELLO", () -> second.heard.contains("HELLO"), SOON);
        second.frame(out -> AttachFrame.encode(new Attach(OTHER, 1, 0, true, 0, ended), out));
        return second;
    }

    private void assertRefused(@Nullable EndedSession ended) {
        Stranger first = scene.attached();

        Stranger second = propose(ended);

        scene.world.await("the refusal", () -> !second.refusals.isEmpty(), SOON);
        assertThat(second.refusals).containsExactly(RefusalCode.CROSSING);
        assertThat(first.isClosed()).isFalse();
        assertThat(SessionProbe.sessions(NodeProbe.engine(scene.node)))
                .map(SessionProbe::id)
                .isEqualTo(List.of(StrangerScene.ID));
        assertThat(scene.reported(NodeEvent.PeerDown.class)).isEmpty();
    }

    private void assertReplaces(@Nullable EndedSession ended) {
        Stranger second = propose(ended);

        scene.world.await("the answer", () -> second.heard.contains("ATTACHED"), SOON);
        second.confirm(1);
        scene.world.await(
                "the end of the first session",
                () -> scene.reported(NodeEvent.PeerDown.class).size() == 1,
                SOON);
        assertThat(scene.session()).extracting(SessionProbe::id).isEqualTo(OTHER);
    }

    @Test
    void aProposalThatNamesNoEndedSessionIsRefused() {
        assertRefused(null);
    }

    @Test
    void aProposalThatNamesAnotherEndedSessionIsRefused() {
        assertRefused(new EndedSession(new SessionId(5, 6), 0));
    }

    @Test
    void aProposalThatNamesTheSessionAsEndedReplacesIt() {
        scene.attached();

        assertReplaces(new EndedSession(StrangerScene.ID, 0));
    }

    @Test
    void aSessionWithoutALinkIsReplacedByAnyProposal() {
        Stranger first = scene.attached();
        scene.network.links().forEach(link -> link.cut());
        scene.world.await("the loss of the link", first::isClosed, SOON);
        scene.world.run(Duration.ofSeconds(1));

        assertReplaces(null);
    }
}
