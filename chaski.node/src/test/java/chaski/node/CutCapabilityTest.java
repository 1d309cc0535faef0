package chaski.node;

import static chaski.node.StrangerScene.CHANNEL;
import static chaski.node.StrangerScene.offer;
import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.TopicPattern;
import chaski.api.node.NodeEvent;
import chaski.api.node.Route;
import chaski.node.wire.DeclarationChange;
import chaski.node.wire.DeclareFrame;
import chaski.node.wire.DeclaredFrame;
import chaski.node.wire.Hello;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The record CUT goes only to peers whose HELLO says that they take it; the subscriptions of others stay and hold the publisher. */
class CutCapabilityTest {

    private static final Duration MOMENT = Duration.ofMillis(200);

    private final StrangerScene scene = new StrangerScene();

    private Stranger subscribedWithoutCredit(int capabilities) {
        Stranger peer = scene.attached(capabilities);
        DeclarationChange change = new DeclarationChange.Added(1, 1, CHANNEL, TopicPattern.of("t"), true, 0);
        peer.frame(out -> DeclareFrame.encode(List.of(change), out));
        peer.frame(out -> DeclaredFrame.encode(out, 1));
        scene.world.run(MOMENT);
        return peer;
    }

    private Route stalled() {
        Route route = scene.route();
        assertThat(offer(route, 1, 100)).isEqualTo(Route.BLOCKED);
        scene.world.run(MOMENT);
        return route;
    }

    @Test
    void aPeerWithoutTheCapabilityIsNotSentOne() {
        Stranger peer = subscribedWithoutCredit(Hello.DATAGRAMS | Hello.AUXILIARIES);
        Route route = stalled();
        peer.heard.clear();

        boolean cut = scene.channel.cut(route.stall().orElseThrow());
        scene.world.run(MOMENT);

        assertThat(cut).isFalse();
        assertThat(peer.heard).doesNotContain("DATA");
        assertThat(offer(route, 1, 100)).isEqualTo(Route.BLOCKED);
        assertThat(scene.counted("subscriptions.cut")).isZero();
        assertThat(scene.reported(NodeEvent.SubscriberCut.class)).isEmpty();
    }

    @Test
    void aPeerWithTheCapabilityIsSentOne() {
        Stranger peer = subscribedWithoutCredit(Hello.CUTS);
        Route route = stalled();
        peer.heard.clear();

        boolean cut = scene.channel.cut(route.stall().orElseThrow());
        scene.world.run(MOMENT);

        assertThat(cut).isTrue();
        assertThat(peer.heard).contains("DATA");
        assertThat(offer(route, 1, 100)).isZero();
        assertThat(scene.counted("subscriptions.cut")).isEqualTo(1);
        assertThat(scene.reported(NodeEvent.SubscriberCut.class)).hasSize(1);
    }
}
