package chaski.node.dial;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.node.NodeEvent.Refused;
import chaski.node.PartsScene;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinkOpenerTest {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final NodeId NODE = PartsScene.id(2);
    private static final NodeId ANNOUNCER = PartsScene.id(3);

    private final PartsScene scene = new PartsScene();
    private final EndpointBook book = new EndpointBook(scene.layer.sessions(), node -> List.of(), scene.loop::nanoTime);
    private final LinkOpener opener =
            new LinkOpener(scene.context, scene.layer, scene.handshakes, scene.transports, book, node -> ANNOUNCER);

    LinkOpenerTest() {
        scene.transports.add(scene.transport());
    }

    @Test
    void attemptFailsWithTheReasonIfNobodyListens() {
        RecordedAttempt attempt = new RecordedAttempt(PartsScene.at("b"), Optional.empty());
        opener.attempt(attempt);
        scene.world.run(SOON);

        assertThat(attempt.outcomes).singleElement().asString().startsWith("OTHER: ");
        assertThat(scene.counted("dial.attempts")).isEqualTo(1);
    }

    @Test
    void attemptWithoutATransportFailsAtOnceAndIsNoDial() {
        RecordedAttempt attempt = new RecordedAttempt(Endpoint.parse("udp://b:1"), Optional.empty());
        opener.attempt(attempt);

        assertThat(attempt.outcomes).containsExactly("OTHER: no transport for udp://b:1");
        assertThat(scene.counted("dial.attempts")).isZero();
    }

    @Test
    void openedLinkIsPassedToTheHandshake() {
        List<String> accepted = new ArrayList<>();
        scene.network
                .transport("b")
                .listen(PartsScene.at("b"), link -> accepted.add(link.remote().host()));
        RecordedAttempt attempt = new RecordedAttempt(PartsScene.at("b"), Optional.empty());
        opener.attempt(attempt);
        scene.world.run(SOON);
        assertThat(accepted).hasSize(1);
        assertThat(attempt.outcomes).isEmpty();
        scene.world.run(Duration.ofMinutes(1));

        assertThat(attempt.outcomes).containsExactly("TIMEOUT: the handshake took too long");
    }

    @Test
    void unverifiedEndpointsOfOneAnnouncerAreDialledSlowly() {
        for (int i = 0; i < 3 * DialThrottle.ANNOUNCER_BURST; i++) {
            opener.attempt(new RecordedAttempt(PartsScene.at("h" + i), Optional.of(NODE)));
        }
        assertThat(scene.counted("dial.attempts")).isEqualTo(DialThrottle.ANNOUNCER_BURST);
        assertThat(scene.raised(Refused.class)).hasSize(1);

        book.join(PartsScene.at("joined"));
        opener.attempt(new RecordedAttempt(PartsScene.at("joined"), Optional.of(NODE)));
        assertThat(scene.counted("dial.attempts")).as("verified").isEqualTo(DialThrottle.ANNOUNCER_BURST + 1);
    }

    @Test
    void linkThatIsOpenedAfterTheCloseIsClosed() {
        scene.network.transport("b").listen(PartsScene.at("b"), link -> {});
        opener.attempt(new RecordedAttempt(PartsScene.at("b"), Optional.empty()));
        opener.close();
        scene.world.run(SOON);

        assertThat(scene.network.links("a", "b")).isEmpty();
    }
}
