package chaski.node.session;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.NodeId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KnownIncarnationsTest {

    private static final NodeId NODE = new NodeId(new UUID(0, 1));
    private static final NodeId OTHER = new NodeId(new UUID(0, 2));
    private static final long NOW = Long.MAX_VALUE - KnownIncarnations.INSISTS_NS / 2;

    private final KnownIncarnations runs = new KnownIncarnations();

    /** The clock may wrap around. */
    private static long after(long ns) {
        return NOW + ns;
    }

    @Test
    void laterRunsAndTheLatestAreAdmitted() {
        assertThat(runs.admits(NODE, 5, NOW)).isTrue();
        assertThat(runs.admits(NODE, 5, NOW)).isTrue();
        assertThat(runs.admits(NODE, 6, NOW)).isTrue();
        assertThat(runs.admits(OTHER, 1, NOW)).isTrue();
        assertThat(runs.latest(NODE)).isEqualTo(6);
    }

    @Test
    void anEarlierRunIsAdmittedWhenItComesAgainASecondLater() {
        runs.admits(NODE, 5, NOW);

        assertThat(runs.admits(NODE, 4, NOW)).isFalse();
        assertThat(runs.admits(NODE, 4, after(KnownIncarnations.INSISTS_NS - 1)))
                .isFalse();
        assertThat(runs.admits(NODE, 3, after(KnownIncarnations.INSISTS_NS)))
                .as("another one")
                .isFalse();
        assertThat(runs.admits(NODE, 3, after(2 * KnownIncarnations.INSISTS_NS)))
                .isTrue();
        assertThat(runs.latest(NODE)).isEqualTo(3);
    }

    /** The later run dials in between, again and again; it does not use up the earlier one's second attempt. */
    @Test
    void theLatestRunDoesNotMakeAnEarlierOneStartAnew() {
        runs.admits(NODE, 5, NOW);
        runs.admits(NODE, 4, NOW);
        runs.admits(NODE, 5, after(1));

        assertThat(runs.admits(NODE, 4, after(KnownIncarnations.INSISTS_NS))).isTrue();
    }

    @Test
    void theOldestNodesAreForgotten() {
        runs.admits(NODE, 5, NOW);
        for (int i = 0; i < 10_000; i++) {
            runs.admits(new NodeId(new UUID(1, i)), 5, NOW);
        }

        assertThat(runs.latest(NODE)).isZero();
    }
}
