package chaski.node.link;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.node.PartsScene;
import chaski.node.wire.DatagramAttach;
import chaski.node.wire.Hello;
import chaski.node.wire.RefusalCode;
import chaski.node.wire.SessionId;
import chaski.node.wire.WireVersions;
import org.junit.jupiter.api.Test;

/** What happens to links that are accepted, AuxiliaryLinkTest tests with whole nodes. */
class AuxiliaryHandshakeTest {

    private static final Hello STRANGER =
            new Hello(WireVersions.OWN, PartsScene.id(2), 1, "b", false, 1, 1, 1, Hello.CAPABILITIES, "");

    private final PartsScene scene = new PartsScene();
    private final AuxiliaryHandshake handshake = new AuxiliaryHandshake(scene.layer.auxiliaries());
    private final RecordedLink link = new RecordedLink("b");

    @Test
    void nothingIsProposedToANodeWithoutASession() {
        LinkConnection connection = connection(LinkOrigin.DIALLED_AUXILIARY);

        assertThat(handshake.propose(connection, STRANGER)).isNotNull();
        assertThat(connection.part()).isNull();
        assertThat(link.written).isEmpty();
    }

    @Test
    void linkOfANodeWithoutASessionIsRefused() {
        LinkConnection connection = connection(LinkOrigin.ACCEPTED);
        var refusal = handshake.accept(connection, STRANGER, new DatagramAttach(new SessionId(1, 2), 1));

        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).isEqualTo(RefusalCode.UNKNOWN_SESSION);
        assertThat(connection.part()).isNull();
        assertThat(link.written).isEmpty();
    }

    @Test
    void closeOfALinkThatIsPartOfNoSessionChangesNothing() {
        LinkConnection connection = connection(LinkOrigin.ACCEPTED);
        handshake.accepted(connection);
        handshake.closed(connection);

        assertThat(link.closed()).isFalse();
        assertThat(scene.events).isEmpty();
    }

    private LinkConnection connection(LinkOrigin origin) {
        LinkConnection connection = new LinkConnection(link, origin, scene.loop, scene.handshakes);
        connection.start();
        return connection;
    }
}
