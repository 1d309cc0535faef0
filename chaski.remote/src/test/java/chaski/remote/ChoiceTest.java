package chaski.remote;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.remote.CallOptions;
import chaski.api.remote.Choice;
import chaski.api.remote.Registration;
import chaski.api.remote.Remote;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which of several exporters gets a call. */
class ChoiceTest {

    private static final CallOptions PATIENT = CallOptions.DEFAULT.deadline(Duration.ofSeconds(60));

    private final Nodes nodes = new Nodes();

    @AfterEach
    void stop() {
        nodes.close();
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
        Named turns = here.proxy("n", Named.class, PATIENT.choice(Choice.ROUND_ROBIN));
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
