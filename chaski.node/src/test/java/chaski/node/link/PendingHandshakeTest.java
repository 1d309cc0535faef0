package chaski.node.link;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.node.PartsScene;
import chaski.node.wire.Hello;
import chaski.node.wire.Refusal;
import chaski.node.wire.RefusalCode;
import chaski.node.wire.WireVersions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PendingHandshakeTest {

    private static final long MS = 1_000_000L;

    private final PartsScene scene = new PartsScene();
    private final PendingHandshake handshake = new PendingHandshake();
    private final List<String> outcomes = new ArrayList<>();

    PendingHandshakeTest() {
        handshake.attempt = new Recorded();
        handshake.hello = new Hello(WireVersions.OWN, PartsScene.id(2), 1, "b", false, 1, 1, 1, 0, "");
    }

    @Test
    void laterTimeoutReplacesTheEarlierOne() {
        List<String> gone = new ArrayList<>();
        handshake.giveUpAfter(scene.loop, 100 * MS, () -> gone.add("first"));
        handshake.giveUpAfter(scene.loop, 50 * MS, () -> gone.add("second"));
        scene.world.run(Duration.ofSeconds(1));

        assertThat(gone).containsExactly("second");
    }

    @Test
    void handshakeThatIsOverIsNotGivenUp() {
        List<String> gone = new ArrayList<>();
        handshake.giveUpAfter(scene.loop, 100 * MS, () -> gone.add("first"));
        handshake.finish();
        handshake.giveUpAfter(scene.loop, 100 * MS, () -> gone.add("second"));
        scene.world.run(Duration.ofSeconds(1));

        assertThat(gone).isEmpty();
    }

    @Test
    void attemptSucceedsIfThereIsALinkAlready() {
        handshake.failed(RefusalCode.ALREADY_LINKED, "there is a link already");
        handshake.failed(RefusalCode.BUSY, "later");

        assertThat(outcomes).containsExactly("succeeded", "BUSY: later");
    }

    @Test
    void linkThatExistedBeforeTheHelloIsAFailure() {
        handshake.hello = null;
        handshake.failed(RefusalCode.ALREADY_LINKED, "there is a link already");

        assertThat(outcomes).containsExactly("ALREADY_LINKED: there is a link already");
    }

    @Test
    void refusalNamesTheNumberOfAlternatives() {
        assertThat(handshake.withAlternatives("full")).isEqualTo("full");
        handshake.alternatives = List.of(PartsScene.at("c"), PartsScene.at("d"));
        handshake.refused(new Refusal(RefusalCode.LIMIT, 0, "full"));

        assertThat(handshake.withAlternatives("full")).isEqualTo("full; it names 2 others to dial");
        assertThat(outcomes).containsExactly("refused, 2 alternatives");
    }

    @Test
    void acceptedLinkHasNoAttemptToNotify() {
        handshake.attempt = null;
        handshake.succeeded();
        handshake.refused(new Refusal(RefusalCode.LIMIT, 0, "full"));
        handshake.failed(RefusalCode.OTHER, "closed");

        assertThat(outcomes).isEmpty();
    }

    private final class Recorded implements DialAttempt {

        @Override
        public Endpoint endpoint() {
            return PartsScene.at("b");
        }

        @Override
        public boolean isMove() {
            return false;
        }

        @Override
        public Optional<NodeId> expected() {
            return Optional.empty();
        }

        @Override
        public void succeeded(NodeId peer) {
            outcomes.add("succeeded");
        }

        @Override
        public void refused(Refusal refusal, List<Endpoint> alternatives) {
            outcomes.add("refused, " + alternatives.size() + " alternatives");
        }

        @Override
        public void failed(RefusalCode code, String reason) {
            outcomes.add(code + ": " + reason);
        }
    }
}
