package chaski.node.session;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.protocol.Environment;
import chaski.node.declaration.Declarations;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeptCreditTest {

    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final Object link = "the link";
    private final Simulation world = new Simulation(1);
    private final Environment environment = world.environment("node");
    private final PingTracker pings = new PingTracker(
            environment, new ControlState(new Declarations(10, 1000, later -> {}, () -> {}), number -> {}), () -> {});
    private final KeptCredit kept = new KeptCredit(environment, pings);

    /** Reports so often that others wait for credit. Returns the last answer. */
    private boolean report(@Nullable Object now, long arrived, int times) {
        boolean overdue = false;
        for (int i = 0; i < times; i++) {
            world.run(INTERVAL);
            overdue = kept.isOverdue(now, arrived);
        }
        return overdue;
    }

    @Test
    void aPeerThatAnswersAPingAndSendsNothingElseIsOverdue() {
        assertThat(report(link, 7, 11)).isFalse();
        assertThat(pings.isBusy()).isTrue();
        pings.arrived(1);

        assertThat(report(link, 7, 1))
                .as("what it sent before the answer may still arrive")
                .isFalse();
        assertThat(report(link, 7, 2)).isTrue();
    }

    @Test
    void aPeerThatAnswersNothingIsNotOverdue() {
        assertThat(report(link, 7, 19)).isFalse();
        assertThat(pings.isBusy()).isTrue();
    }

    @Test
    void aPeerThatSendsSomethingIsNotOverdue() {
        report(link, 7, 11);
        pings.arrived(1);

        assertThat(report(link, 8, 3)).isFalse();
    }

    @Test
    void anotherLinkStartsTheObservationAgain() {
        report(link, 7, 11);
        pings.arrived(1);

        assertThat(report("another link", 7, 3)).isFalse();
        assertThat(report(null, 7, 3)).isFalse();
    }

    @Test
    void aGapStartsTheObservationAgain() {
        report(link, 7, 11);
        pings.arrived(1);
        world.run(Duration.ofSeconds(2));

        assertThat(kept.isOverdue(link, 7)).isFalse();
    }
}
