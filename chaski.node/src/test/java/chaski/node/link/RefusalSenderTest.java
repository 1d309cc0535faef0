package chaski.node.link;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.node.PartsScene;
import chaski.node.wire.Hello;
import chaski.node.wire.Refusal;
import chaski.node.wire.RefusalCode;
import chaski.node.wire.WireVersions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalSenderTest {

    private final PartsScene scene = new PartsScene();
    private final List<Endpoint> others = new ArrayList<>(List.of(PartsScene.at("c")));
    private boolean sees = true;
    private final RefusalSender refusals =
            new RefusalSender(new HandshakeReports(scene.context), (node, from) -> others, (hello, proof) -> sees);
    private final RecordedLink link = new RecordedLink("b");

    @Test
    void linkIsClosedOnceTheRefusalIsWritten() {
        refusals.refuse(connection(LinkOrigin.ACCEPTED, Hello.CAPABILITIES), refusal(RefusalCode.VERSION), "some text");

        assertThat(link.written).containsExactly("REFUSED");
        assertThat(link.closed()).isTrue();
    }

    @Test
    void fullNodeNamesOthersBeforeItRefuses() {
        refusals.refuse(connection(LinkOrigin.ACCEPTED, Hello.CAPABILITIES), refusal(RefusalCode.LIMIT), "some text");

        assertThat(link.written).containsExactly("ALTERNATIVES", "REFUSED");
    }

    @Test
    void othersAreNotNamedToADialledNode() {
        refusals.refuse(connection(LinkOrigin.DIALLED, Hello.CAPABILITIES), refusal(RefusalCode.LIMIT), "some text");

        assertThat(link.written).containsExactly("REFUSED");
    }

    @Test
    void othersAreNotNamedToANodeThatDoesNotExpectThem() {
        refusals.refuse(connection(LinkOrigin.ACCEPTED, 0), refusal(RefusalCode.LIMIT), "some text");

        assertThat(link.written).containsExactly("REFUSED");
    }

    @Test
    void othersAreNotNamedToANodeThatMayNotSeeThem() {
        sees = false;
        refusals.refuse(connection(LinkOrigin.ACCEPTED, Hello.CAPABILITIES), refusal(RefusalCode.LIMIT), "some text");

        assertThat(link.written).containsExactly("REFUSED");
    }

    @Test
    void nodeThatKnowsNoOthersNamesNone() {
        others.clear();
        refusals.refuse(connection(LinkOrigin.ACCEPTED, Hello.CAPABILITIES), refusal(RefusalCode.LIMIT), "some text");

        assertThat(link.written).containsExactly("REFUSED");
    }

    @Test
    void linkWithoutAHandshakeIsCountedAndClosed() {
        refusals.refuse(link, new LinkRefusal("refused.some", refusal(RefusalCode.BUSY)));

        assertThat(link.written).containsExactly("REFUSED");
        assertThat(link.closed()).isTrue();
        assertThat(scene.counted("refused.some")).isEqualTo(1);
    }

    private LinkConnection connection(LinkOrigin origin, int capabilities) {
        LinkConnection connection = new LinkConnection(link, origin, scene.loop, scene.handshakes);
        connection.start();
        connection.handshake.hello =
                new Hello(WireVersions.OWN, PartsScene.id(2), 1, "b", false, 1, 1, 1, capabilities, "");
        return connection;
    }

    private static Refusal refusal(RefusalCode code) {
        return new Refusal(code, 0, "some text");
    }
}
