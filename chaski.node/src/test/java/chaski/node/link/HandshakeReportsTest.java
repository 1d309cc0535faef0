package chaski.node.link;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.node.NodeEvent.Refused;
import chaski.node.PartsScene;
import chaski.node.wire.Hello;
import chaski.node.wire.LinkError;
import chaski.node.wire.Refusal;
import chaski.node.wire.RefusalCode;
import chaski.node.wire.WireVersions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HandshakeReportsTest {

    private static final Endpoint PEER = PartsScene.at("b");
    private static final Hello HELLO =
            new Hello(WireVersions.OWN, PartsScene.id(2), 1, "name of b", false, 1, 1, 1, 0, "");

    private final PartsScene scene = new PartsScene();
    private final HandshakeReports reports = new HandshakeReports(scene.context);

    @ParameterizedTest
    @CsvSource({
        "VERSION, refused.version, 1",
        "DENIED, refused.denied, 1",
        "ID_IN_USE, refused.idInUse, 1",
        "IDENTITY, refused.identity, 1",
        "LIMIT, refused.peers, 0"
    })
    void refusalThatUsersNeedToKnowOfNamesTheOtherNode(RefusalCode code, String counter, long counted) {
        reports.sent(PEER, HELLO, code, "some text");
        scene.world.run(Duration.ofSeconds(1));

        assertThat(scene.raised(Refused.class)).singleElement().satisfies(refused -> {
            assertThat(refused.counter()).isEqualTo(counter);
            assertThat(refused.reason())
                    .contains("some text", "name of b", PartsScene.id(2).shortForm());
        });
        assertThat(scene.counted(counter)).isEqualTo(counted);
    }

    @ParameterizedTest
    @EnumSource(
            value = RefusalCode.class,
            names = {"SELF", "OTHER", "CROSSING", "STALE_EPOCH", "ALREADY_LINKED"})
    void refusalThatIsResolvedWithoutUsersIsNotReported(RefusalCode code) {
        reports.sent(PEER, HELLO, code, "some text");
        reports.received(PEER, false, HELLO, refusal(code));
        reports.received(PEER, true, HELLO, refusal(code));
        scene.world.run(Duration.ofSeconds(1));

        assertThat(scene.events).isEmpty();
        assertThat(scene.counted("dial.refused." + code)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = RefusalCode.class,
            names = {"LIMIT", "IDENTITY"})
    void dialledNodeReportsThatADiallerRefusesIt(RefusalCode code) {
        reports.received(PEER, false, null, refusal(code));
        scene.world.run(Duration.ofSeconds(1));

        assertThat(scene.raised(Refused.class)).extracting(Refused::counter).containsExactly("peer.refused." + code);
        assertThat(scene.raised(Refused.class).get(0).reason()).isEqualTo("some text");
    }

    @Test
    void diallerReportsThatItIsDenied() {
        reports.received(PEER, true, HELLO, refusal(RefusalCode.DENIED));
        reports.received(PEER, true, HELLO, refusal(RefusalCode.LIMIT));
        scene.world.run(Duration.ofSeconds(1));

        assertThat(scene.raised(Refused.class)).extracting(Refused::counter).containsExactly("dial.DENIED");
    }

    @Test
    void transportThatLeavesAtThePeerIsCountedButNoError() {
        reports.received(PEER, new LinkError(RefusalCode.TRANSPORT_LEAVING, "it left"));
        scene.world.run(Duration.ofSeconds(1));
        assertThat(scene.events).isEmpty();
        assertThat(scene.counted("links.transportLeftAtPeer")).isEqualTo(1);

        reports.received(PEER, new LinkError(RefusalCode.PROTOCOL, "a mistake"));
        scene.world.run(Duration.ofSeconds(1));
        assertThat(scene.counted("errors.reportedByPeers")).isEqualTo(1);
        assertThat(scene.events).hasSize(1);
    }

    private static Refusal refusal(RefusalCode code) {
        return new Refusal(code, 0, "some text");
    }
}
