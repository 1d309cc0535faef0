package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.node.Node;
import chaski.api.node.SessionConfig;
import chaski.api.remote.CallOptions;
import chaski.api.remote.ExporterSelection;
import chaski.api.remote.Registration;
import chaski.api.remote.Remote;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which of several exporters gets a call. */
class ExporterSelectionTest {

    private static final CallOptions PATIENT = CallOptions.DEFAULT.deadline(Duration.ofSeconds(60));

    private final Nodes nodes = new Nodes();

    @AfterEach
    void stop() {
        nodes.close();
    }

    @Test
    void callsGoToThoseThatCanBeReachedNow() {
        Remote a = nodes.remote("a");
        Remote b = nodes.remote("b");
        Node hereNode = nodes.start("here");
        Remote here = hereNode.service(Remote.class);
        a.export("n", Named.class, () -> "a");
        b.export("n", Named.class, () -> "b");
        assertThat(here.awaitExporters("n", 2, Nodes.LONG)).isTrue();
        nodes.network.change(n -> {
            n.block("here", "b");
            n.block("b", "here");
            n.cut("here", "b");
        });
        await().atMost(Nodes.LONG)
                .until(() -> hereNode.peer(nodes.id(1)).orElseThrow().link().isEmpty());

        for (ExporterSelection choice : ExporterSelection.values()) {
            Named named = here.proxy("n", Named.class, PATIENT.selection(choice));
            for (int i = 0; i < 4; i++) {
                assertThat(named.name()).as("by %s", choice).isEqualTo("a");
            }
        }
        assertThat(here.exports()).as("the session goes on").hasSize(2);
        nodes.network.change(n -> n.heal());
    }

    @Test
    void aCallThatOneIsTooBusyForGoesToAnother() throws Exception {
        Remote a = nodes.start("a", SessionConfig.DEFAULT, Nodes.limits(1, 1)).service(Remote.class);
        Remote here = nodes.remote("here");
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        a.export("n", Named.class, () -> {
            busy.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return "a";
        });
        assertThat(here.awaitExporters("n", 1, Nodes.LONG)).isTrue();
        CompletableFuture<Object> first = here.object("n", PATIENT).callAsync("name");
        busy.await();
        Remote b = nodes.remote("b");
        b.export("n", Named.class, () -> "b");
        assertThat(here.awaitExporters("n", 2, Nodes.LONG)).isTrue();

        for (int i = 0; i < 4; i++) {
            assertThat(here.object("n", PATIENT.selection(ExporterSelection.ROUND_ROBIN))
                            .call("name"))
                    .isEqualTo("b");
        }
        gate.countDown();

        assertThat(first.get(60, TimeUnit.SECONDS)).isEqualTo("a");
    }

    interface Named {
        String name();
    }

    @Test
    void severalExportersShareTheCallsOrOneOfThemGetsAll() {
        Remote a = nodes.remote("a");
        Remote b = nodes.remote("b");
        Remote here = nodes.remote("here");
        a.export("n", Named.class, () -> "a");
        Registration ofB = b.export("n", Named.class, () -> "b");
        assertThat(here.awaitExporters("n", 2, Nodes.LONG)).isTrue();

        Set<String> names = new HashSet<>();
        Named turns = here.proxy("n", Named.class, PATIENT.selection(ExporterSelection.ROUND_ROBIN));
        for (int i = 0; i < 4; i++) {
            names.add(turns.name());
        }
        assertThat(names).containsExactlyInAnyOrder("a", "b");
        assertThat(here.proxy("n", Named.class, PATIENT.node(nodes.id(1))).name())
                .isEqualTo("b");
        ofB.close();
        for (int i = 0; i < 4; i++) {
            assertThat(turns.name()).isEqualTo("a");
        }
        here.export("n", Named.class, () -> "me");
        assertThat(here.proxy("n", Named.class, PATIENT).name()).isIn("a", "me");
    }
}
