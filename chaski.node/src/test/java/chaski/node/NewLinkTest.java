package chaski.node;

import static chaski.node.StrangerScene.CHANNEL;
import static chaski.node.StrangerScene.ID;
import static chaski.node.StrangerScene.offer;
import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.TopicPattern;
import chaski.api.protocol.Declaration;
import chaski.api.protocol.Route;
import chaski.node.wire.CreditFrame;
import chaski.node.wire.DeclarationChange;
import chaski.node.wire.DeclareFrame;
import chaski.node.wire.DeclaredFrame;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** On a new link of a session the peer is sent again what may have been lost with the link before. */
class NewLinkTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int BYTES = 1000;

    private final StrangerScene scene = new StrangerScene();
    private final Simulation world = scene.world;
    private final Stranger before = scene.attached();
    private int called;

    @Test
    void whatAPublisherNeedsIsToldAgain() {
        before.frame(out -> DeclareFrame.encode(
                List.of(new DeclarationChange.Added(7, 1, CHANNEL, TopicPattern.of("t"), true, 0)), out));
        before.frame(out -> DeclaredFrame.encode(out, 1));
        world.run(Duration.ofSeconds(1));
        Route route = scene.route();
        assertThat(offer(route, 1, BYTES)).isEqualTo(Route.BLOCKED);
        route.whenWritable(() -> called++);
        world.await("BLOCKED", () -> before.needs.containsKey(7L), SOON);
        long needed = before.needs.getOrDefault(7L, 0L);
        assertThat(needed).isGreaterThanOrEqualTo(BYTES);

        Stranger after = moved();
        world.await("BLOCKED again", () -> after.needs.containsKey(7L), SOON);

        assertThat(after.needs).containsExactly(Map.entry(7L, needed));
        after.frame(out -> {
            int mark = CreditFrame.begin(out);
            CreditFrame.add(out, 7, needed, 0);
            CreditFrame.end(out, mark);
        });
        world.await("it is notified of the credit", () -> called == 1, SOON);
        assertThat(offer(route, 1, BYTES)).isEqualTo(1);
    }

    @Test
    void declarationsAndTheirCreditAreToldAgain() {
        scene.channel.declare(new Declaration(TopicPattern.of("u"), 1 << 16));
        world.await("DECLARE", () -> !before.declarations.isEmpty(), SOON);

        Stranger after = moved();
        world.await("DECLARE again", () -> !after.declarations.isEmpty(), SOON);

        assertThat(after.declarations).isEqualTo(before.declarations);
        world.await("CREDIT", () -> after.heard.contains("CREDIT"), SOON);
        assertThat(after.needs).isEmpty();
    }

    /** The same peer attaches the session with another link. */
    private Stranger moved() {
        Stranger next = scene.stranger();
        world.await("HELLO", () -> next.heard.contains("HELLO"), SOON);
        next.attach(ID, 2);
        world.await("ATTACHED", () -> next.heard.contains("ATTACHED"), SOON);
        next.confirm(2);
        world.await("the link before is closed", before::isClosed, SOON);
        return next;
    }
}
