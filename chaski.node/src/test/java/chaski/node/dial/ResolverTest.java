package chaski.node.dial;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ResolverTest {

    private final DialScene scene = new DialScene();
    private final Resolver resolver = scene.resolver();

    @Test
    void resultArrivesOnTheControlLoop() {
        scene.name("name", "1.1.1.1", "::1");
        CompletableFuture<List<InetAddress>> result = resolver.resolve("name");
        assertThat(result).as("the control loop is not blocked").isNotDone();

        scene.answer();

        assertThat(result.join()).hasSize(2);
    }

    @Test
    void unknownNameFails() {
        CompletableFuture<List<InetAddress>> result = resolver.resolve("nowhere");

        scene.answer();

        assertThat(result).isCompletedExceptionally();
        assertThat(result.handle((none, failure) -> failure).join()).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void onlyFewLookUpsRunAtATime() {
        scene.name("name", "1.1.1.1");
        List<CompletableFuture<List<InetAddress>>> results = new ArrayList<>();
        for (int i = 0; i < Resolver.MAX_RUNNING + 2; i++) {
            results.add(resolver.resolve("name"));
        }
        assertThat(scene.lookUps()).isEqualTo(Resolver.MAX_RUNNING);

        for (int i = 0; i < results.size(); i++) {
            scene.answer();
        }

        assertThat(results).allSatisfy(result -> assertThat(result).isCompleted());
    }

    @Test
    void cancelledNameIsNotLookedUp() {
        for (int i = 0; i < Resolver.MAX_RUNNING; i++) {
            resolver.resolve("slow");
        }
        resolver.resolve("waits").cancel(false);

        scene.answer();

        assertThat(scene.lookUps()).isEqualTo(Resolver.MAX_RUNNING - 1);
    }

    @Test
    void deadDnsFailsAtOnceWhenTooManyNamesWait() {
        for (int i = 0; i < Resolver.MAX_RUNNING + Resolver.MAX_WAITING; i++) {
            resolver.resolve("name" + i);
        }

        assertThat(resolver.resolve("one more")).isCompletedExceptionally();
    }
}
