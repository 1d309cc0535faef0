package chaski.node.context;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CoalescedTaskTest {

    private final Simulation world = new Simulation(1);
    private int runs;
    private final CoalescedTask task = new CoalescedTask(world.environment("node"), this::run);
    private boolean requestsItself;

    @Test
    void requestsBeforeTheRunAreOne() {
        task.request();
        task.request();
        world.run(Duration.ofMillis(1));

        assertThat(runs).isEqualTo(1);
    }

    @Test
    void requestAfterTheRunRunsAgain() {
        task.request();
        world.run(Duration.ofMillis(1));
        task.request();
        world.run(Duration.ofMillis(1));

        assertThat(runs).isEqualTo(2);
    }

    @Test
    void requestDuringTheRunRunsAgain() {
        requestsItself = true;
        task.request();
        world.run(Duration.ofMillis(1));

        assertThat(runs).isEqualTo(2);
    }

    private void run() {
        runs++;
        if (requestsItself) {
            requestsItself = false;
            task.request();
        }
    }
}
