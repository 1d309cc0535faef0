package chaski.node;

import static chaski.node.StrangerScene.CHANNEL;
import static chaski.node.StrangerScene.offer;
import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.TopicPattern;
import chaski.api.node.Limits;
import chaski.api.node.NodeEvent;
import chaski.api.protocol.Route;
import chaski.node.wire.DeclarationChange;
import chaski.node.wire.DeclareFrame;
import chaski.node.wire.DeclaredFrame;
import chaski.node.wire.Hello;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The record CUT is sent only to peers whose HELLO announces that they accept it; the subscriptions of others stay and
 * block the publisher.
 */
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

    /**
     * A subscription that was cut counts until it is withdrawn; otherwise a peer could make this node remember ever
     * more of them.
     */
    @Test
    void aPeerThatDoesNotWithdrawWhatWasCutMayDeclareNoMoreThanOthers() {
        int limit = Limits.DEFAULT.topicsPerPeer();
        Stranger peer = subscribedWithoutCredit(Hello.CUTS);
        Route route = scene.route();

        for (int id = 1; id <= limit; id++) {
            assertThat(offer(route, 1, 100)).isEqualTo(Route.BLOCKED);
            assertThat(scene.channel.cut(route.stall().orElseThrow())).isTrue();
            assertThat(peer.isClosed()).as("after %d", id).isFalse();
            declare(peer, id + 1);
        }

        scene.world.run(MOMENT);
        assertThat(peer.isClosed()).isTrue();
        assertThat(scene.reported(NodeEvent.Refused.class))
                .anySatisfy(refused -> assertThat(refused.reason()).contains("limits.topicsPerPeer"));
    }

    @Test
    void aPeerThatWithdrawsWhatWasCutMayDeclareAgain() {
        int limit = Limits.DEFAULT.topicsPerPeer();
        Stranger peer = subscribedWithoutCredit(Hello.CUTS);
        Route route = scene.route();

        for (int id = 1; id <= limit + 1; id++) {
            assertThat(offer(route, 1, 100)).isEqualTo(Route.BLOCKED);
            assertThat(scene.channel.cut(route.stall().orElseThrow())).isTrue();
            send(peer, new DeclarationChange.Removed(id, 2L * id));
            send(peer, new DeclarationChange.Added(id + 1, 2L * id + 1, CHANNEL, TopicPattern.of("t"), true, 0));
        }

        scene.world.run(MOMENT);
        assertThat(peer.isClosed()).isFalse();
    }

    private void declare(Stranger peer, long id) {
        send(peer, new DeclarationChange.Added(id, id, CHANNEL, TopicPattern.of("t"), true, 0));
    }

    private void send(Stranger peer, DeclarationChange change) {
        peer.frame(out -> DeclareFrame.encode(List.of(change), out));
        peer.frame(out -> DeclaredFrame.encode(out, change.version()));
        scene.world.run(Duration.ofMillis(20));
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
