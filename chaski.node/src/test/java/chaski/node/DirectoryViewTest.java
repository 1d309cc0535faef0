package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.NodeId;
import chaski.api.node.DirectoryEntry;
import chaski.api.node.PeerState;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DirectoryViewTest {

    private final Simulation world = new Simulation(5);
    private final List<DirectoryEntry> directory = new ArrayList<>();
    private int copies;
    private final DirectoryView view = new DirectoryView(world.environment("node"), () -> {
        copies++;
        return List.copyOf(directory);
    });

    @Test
    void severalChangesLeadToOneCopyWithAllOfThem() {
        view.changed();
        view.changed();
        directory.add(entry());
        world.run(Duration.ofMillis(3));

        assertThat(copies).isEqualTo(1);
        assertThat(view.entries()).hasSize(1);
    }

    @Test
    void changeAfterACopyLeadsToAnother() {
        view.changed();
        world.run(Duration.ofMillis(3));
        directory.add(entry());
        view.changed();
        assertThat(view.entries()).isEmpty();
        world.run(Duration.ofMillis(3));

        assertThat(view.entries()).hasSize(1);
    }

    @Test
    void largeDirectoryIsCopiedTenTimesASecond() {
        directory.addAll(Collections.nCopies(10_000, entry()));
        view.changed();
        world.run(Duration.ofMillis(3));
        copies = 0;
        for (int ms = 0; ms < 1_000; ms++) {
            view.changed();
            world.run(Duration.ofMillis(1));
        }

        assertThat(copies).isBetween(8, 10);
    }

    @Test
    void closedViewIsNotCopiedAgain() {
        view.close();
        view.changed();
        world.run(Duration.ofSeconds(1));

        assertThat(copies).isZero();
    }

    private static DirectoryEntry entry() {
        return new DirectoryEntry(
                new NodeId(new UUID(0, 7)), 1, 1, "other", List.of(), List.of(), List.of(), PeerState.ALIVE);
    }
}
