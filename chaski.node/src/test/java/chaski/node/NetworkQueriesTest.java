package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.LimitException;
import chaski.api.Topic;
import chaski.api.TransportException;
import chaski.api.node.DirectoryEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetworkQueriesTest {

    private final PartsScene scene = new PartsScene();
    private final NetworkQueries queries = new NetworkQueries(scene.loop, scene.membership, List::of);

    @BeforeEach
    void register() {
        scene.loop.execute(() -> scene.loop.timer().add(scene.membership));
    }

    @Test
    void discoveryEndsWithWhatWasFoundWhenItsTimeIsOver() {
        CompletableFuture<List<DirectoryEntry>> found =
                queries.discover(Topic.of("t"), Duration.ofMillis(700)).toCompletableFuture();
        scene.world.run(Duration.ofMillis(699));
        assertThat(found).isNotDone();
        scene.world.run(Duration.ofMillis(3));

        assertThat(found).isCompletedWithValue(List.of());
    }

    @Test
    void discoveryBeyondTheLimitFails() {
        List<CompletionStage<?>> all = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            all.add(queries.discover(Topic.of("t" + i), Duration.ofSeconds(1)));
        }
        scene.world.run(Duration.ofMillis(100));

        assertThat(all.get(0).toCompletableFuture()).isNotDone();
        assertThat(all.get(all.size() - 1).toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(LimitException.class);
    }

    @Test
    void reportOfANodeThatIsNoPeerFails() {
        CompletableFuture<?> answer = queries.report(PartsScene.id(9)).toCompletableFuture();
        scene.world.run(Duration.ofMillis(5));

        assertThat(answer).failsWithin(Duration.ZERO).withThrowableThat().withCauseInstanceOf(TransportException.class);
    }

    @Test
    void reportThatThePeerDoesNotSendFails() {
        scene.loop.execute(() -> scene.sessionUp(PartsScene.id(2)));
        CompletableFuture<?> answer = queries.report(PartsScene.id(2)).toCompletableFuture();
        scene.world.run(Duration.ofMillis(5));
        assertThat(answer).isNotDone();
        scene.world.run(Duration.ofMinutes(1));

        assertThat(answer).failsWithin(Duration.ZERO).withThrowableThat().withCauseInstanceOf(TransportException.class);
    }
}
