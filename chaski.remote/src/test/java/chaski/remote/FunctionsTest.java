package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ConfigurationException;
import chaski.api.remote.CallOptions;
import chaski.api.remote.NodeResult;
import chaski.api.remote.RefusedException;
import chaski.api.remote.Registration;
import chaski.api.remote.Remote;
import chaski.api.remote.RemoteFunction;
import chaski.api.remote.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Functions that are attached on one node or on several. */
class FunctionsTest {

    private static final CallOptions PATIENT = CallOptions.DEFAULT.deadline(Duration.ofSeconds(60));
    private static final CallOptions BRIEF = CallOptions.DEFAULT.deadline(Duration.ofMillis(100));

    private final Nodes nodes = new Nodes();

    @AfterEach
    void stop() {
        nodes.close();
    }

    @Test
    void functionsAreCalledOnOneOrOnAll() {
        Remote a = nodes.remote("a");
        Remote b = nodes.remote("b");
        Remote here = nodes.remote("here");
        a.attach("square", Integer.class, Integer.class, x -> x * x);
        b.attach("square", Integer.class, Integer.class, x -> {
            if (x < 0) {
                throw new IllegalArgumentException("negative");
            }
            return x * x;
        });
        a.attach("concat", String.class, Integer.class, String.class, (s, n) -> s + n);
        assertThat(here.awaitExporters("square", 2, Nodes.LONG)).isTrue();

        assertThat(here.function("square", Integer.class).call(5)).isEqualTo(25);
        assertThat(here.function("concat", String.class).call("x", 1)).isEqualTo("x1");
        List<NodeResult<Integer>> all =
                here.function("square", Integer.class, PATIENT).callAll(-3).join();
        assertThat(all).hasSize(2);
        assertThat(all)
                .filteredOn(x -> x.failure().isEmpty())
                .containsExactly(new NodeResult<>(nodes.id(0), 9, Optional.empty()));
        assertThat(all).filteredOn(x -> x.failure().isPresent()).singleElement().satisfies(x -> assertThat(
                        x.failure().orElseThrow())
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("negative"));
        assertThat(here.exports()).anyMatch(e -> e.name().equals("square") && e.function());
    }

    @Test
    void aDetachedFunctionIsGoneAndCanBeReplaced() {
        Remote there = nodes.remote("there");
        Remote here = nodes.remote("here");
        Registration first = there.attach("f", Integer.class, Integer.class, x -> x + 1);
        assertThat(here.function("f", Integer.class, PATIENT).call(1)).isEqualTo(2);
        first.close();
        assertThatThrownBy(() -> here.function("f", Integer.class, BRIEF).call(1))
                .isInstanceOf(UnavailableException.class);

        there.attach("f", Integer.class, Integer.class, x -> x + 2);

        assertThat(here.function("f", Integer.class, PATIENT).call(1)).isEqualTo(3);
    }

    @Test
    void aFunctionIsReplacedUnderLoadAndNoCallFails() throws Exception {
        Remote there = nodes.remote("there");
        Remote here = nodes.remote("here");
        Registration first = there.attach("version", Integer.class, Integer.class, x -> 0);
        assertThat(here.awaitExporters("version", 1, Nodes.LONG)).isTrue();
        RemoteFunction<Integer> version = here.function("version", Integer.class, PATIENT);
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<List<Integer>> seen = CompletableFuture.supplyAsync(() -> {
            List<Integer> versions = new ArrayList<>();
            while (!done.get()) {
                versions.add(version.call(1));
            }
            return versions;
        });
        for (int i = 1; i <= 100; i++) {
            int number = i;
            there.attach("version", Integer.class, Integer.class, x -> number);
            assertThat(version.call(1)).isBetween(number - 1, number);
        }
        done.set(true);

        assertThat(seen.get(60, TimeUnit.SECONDS)).isSorted();
        first.close(); // it has been replaced: this detaches nothing
        assertThat(version.call(1)).isEqualTo(100);
        assertThat(there.exports()).hasSize(1);
        assertThatThrownBy(() -> there.export("version", Runnable.class, () -> {}))
                .isInstanceOf(ConfigurationException.class);
    }

    @Test
    void aFunctionTellsWhatItTakesAndGives() {
        Remote there = nodes.remote("there");
        Remote here = nodes.remote("here");
        there.attach("concat", String.class, Integer.class, String.class, (s, n) -> s + n);
        there.export("object", Runnable.class, () -> {});

        assertThat(here.function("concat", String.class, PATIENT).describe().parameters())
                .containsExactly("java.lang.String", "java.lang.Integer");
        assertThat(here.function("concat", String.class, PATIENT).describe().result())
                .isEqualTo("java.lang.String");
        assertThatThrownBy(() -> here.function("object", String.class, PATIENT).describe())
                .isInstanceOf(RefusedException.class);
    }
}
