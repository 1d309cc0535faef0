package chaski.node.dial;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.node.LinkConfig;
import chaski.node.PartsScene;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndpointSelectionTest {

    private static final NodeId NODE = PartsScene.id(2);
    private static final Endpoint OWN = Endpoint.parse("mem://a:1");
    private static final Endpoint OTHER = Endpoint.parse("mem://b:1");
    private static final Endpoint FOREIGN = Endpoint.parse("udp://b:1");

    private final PartsScene scene =
            new PartsScene(builder -> builder.link(LinkConfig.DEFAULT.preference(List.of("fast", "mem"))));
    private final EndpointBook book =
            new EndpointBook(scene.layer.sessions(), node -> List.of(OWN, OTHER, FOREIGN), scene.loop::nanoTime);
    private final EndpointSelection selection =
            new EndpointSelection(scene.context, scene.layer, scene.transports, book);

    EndpointSelectionTest() {
        scene.transports.add(scene.transport());
        scene.transports.listen(OWN);
    }

    @Test
    void ownEndpointsAndThoseWithoutATransportAreNotDialled() {
        assertThat(selection.dialable(NODE)).containsExactly(OTHER);
    }

    @Test
    void endpointThatTheUserHasJoinedIsDialledEvenIfItIsThisNodesOwn() {
        assertThat(selection.canDial(null, OWN)).isTrue();
        assertThat(selection.canDialNamed(OWN)).isFalse();
        assertThat(selection.canDialNamed(OTHER)).isTrue();
    }

    @Test
    void barredNodeIsNotDialled() {
        scene.layer.barred().deny(NODE);

        assertThat(selection.dialable(NODE)).isEmpty();
        assertThat(selection.dialable(PartsScene.id(3))).containsExactly(OTHER);
    }

    @Test
    void portZeroIsNotDialled() {
        assertThat(selection.canDial(null, Endpoint.parse("mem://b:0"))).isFalse();
    }

    @Test
    void onlyTransportsWithDatagramsAreDialledForDatagrams() {
        assertThat(selection.dialableForDatagrams(NODE)).isEmpty();
        scene.transports.add(scene.network.datagramTransport("a", "udp"));

        assertThat(selection.dialableForDatagrams(NODE)).containsExactly(FOREIGN);
    }

    @Test
    void preferredTransportsComeFirst() {
        Endpoint fast = Endpoint.parse("fast://b:1");

        assertThat(selection.byPreference(Optional.of(NODE), List.of(FOREIGN, OTHER, fast)))
                .containsExactly(List.of(fast), List.of(OTHER), List.of(FOREIGN));
    }

    @Test
    void obstacleNamesTheMissingTransportOrTheOwnEndpoint() {
        assertThat(selection.obstacle(List.of(OWN, FOREIGN))).isEqualTo("this node has no transport for udp://b:1");
        assertThat(selection.obstacle(List.of(OWN))).isEqualTo("this node itself listens on mem://a:1");
    }

    @Test
    void afterTheCloseNothingIsDialled() {
        selection.close();

        assertThat(selection.dialable(NODE)).isEmpty();
    }
}
