package chaski.node.link;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.node.PartsScene;
import chaski.node.identity.LinkProof;
import chaski.node.wire.Hello;
import chaski.node.wire.Refusal;
import chaski.node.wire.RefusalCode;
import chaski.node.wire.WireVersions;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HelloExchangeTest {

    private final PartsScene scene = new PartsScene();
    private final HelloExchange hellos = new HelloExchange(scene.context);

    @Test
    void nodeThatHasDialledMayBeAny() {
        assertThat(hellos.check(hello(PartsScene.id(2), 1), LinkProof.NONE, null))
                .isNull();
    }

    @Test
    void dialledNodeMustBeTheExpectedOne() {
        assertThat(hellos.check(hello(PartsScene.id(2), 1), LinkProof.NONE, new To(PartsScene.id(2))))
                .isNull();
        Refusal refusal = hellos.check(hello(PartsScene.id(3), 1), LinkProof.NONE, new To(PartsScene.id(2)));

        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).isEqualTo(RefusalCode.OTHER);
        assertThat(refusal.text())
                .isEqualTo("another node answers, " + PartsScene.id(3).shortForm() + " instead of "
                        + PartsScene.id(2).shortForm());
    }

    @Test
    void nodeThatReachesItselfIsRefusedAsSuchUnlessItIsAnotherIncarnation() {
        long own = scene.context.incarnation();

        assertThat(hellos.check(hello(PartsScene.id(1), own), LinkProof.NONE, new To(PartsScene.id(2))))
                .extracting(Refusal::code)
                .isEqualTo(RefusalCode.SELF);
        assertThat(hellos.check(hello(PartsScene.id(1), own - 1), LinkProof.NONE, new To(PartsScene.id(2))))
                .extracting(Refusal::code)
                .isEqualTo(RefusalCode.OTHER);
    }

    @Test
    void helloOfAnEarlierIncarnationIsRecognized() {
        RecordedLink link = new RecordedLink("b");
        LinkConnection connection = new LinkConnection(link, LinkOrigin.DIALLED, scene.loop, scene.handshakes);
        connection.start();
        hellos.send(connection);
        assertThat(link.written).containsExactly("HELLO");
        assertThat(hellos.isOfEarlierRun(connection)).isFalse();
        scene.context.incarnation(scene.context.incarnation() + 1);

        assertThat(hellos.isOfEarlierRun(connection)).isTrue();
    }

    private static Hello hello(NodeId node, long incarnation) {
        return new Hello(WireVersions.OWN, node, incarnation, "b", false, 1, 1, 1, 0, "");
    }

    private record To(NodeId node) implements DialAttempt {

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
            return Optional.of(node);
        }

        @Override
        public void succeeded(NodeId peer) {}

        @Override
        public void failed(RefusalCode code, String reason) {}
    }
}
