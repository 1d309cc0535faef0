package chaski.streamer.publish;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.ClosedException;
import chaski.api.streamer.Receipt;
import chaski.testkit.simulation.Simulation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PendingReceiptTest {

    /** As many receipts as may be incomplete. */
    private static final int MOST = 65_536;

    private final Simulation world = new Simulation(1);
    private final CallbackExecutor completions = new CallbackExecutor(world.environment("a"), event -> {});
    private final PendingReceipt receipt = new PendingReceipt(completions);

    @Test
    void anOutcomeAfterTheMessageWasAcceptedCompletesIt() {
        assertThat(completions.admit()).isTrue();
        receipt.accepted(3);
        world.run(Duration.ofSeconds(1));
        assertThat(receipt.stage().toCompletableFuture()).isNotDone();

        receipt.settled(2, 1);
        world.run(Duration.ofSeconds(1));

        assertThat(receipt.stage().toCompletableFuture()).isCompletedWithValue(new Receipt(3, 1));
        assertThat(admissions()).isEqualTo(MOST);
    }

    @Test
    void anOutcomeThatIsThereBeforeTheMessageWasAcceptedWaitsForThat() {
        assertThat(completions.admit()).isTrue();
        receipt.settled(0, 0);
        world.run(Duration.ofSeconds(1));
        assertThat(receipt.stage().toCompletableFuture()).isNotDone();

        receipt.accepted(2);

        assertThat(receipt.stage().toCompletableFuture()).isCompletedWithValue(new Receipt(2, 0));
        assertThat(admissions()).isEqualTo(MOST);
    }

    @Test
    void anOutcomeThatIsReportedTwiceCountsOnce() {
        assertThat(completions.admit()).isTrue();
        receipt.accepted(1);
        receipt.settled(1, 0);
        receipt.settled(0, 1);
        world.run(Duration.ofSeconds(1));

        assertThat(receipt.stage().toCompletableFuture()).isCompletedWithValue(new Receipt(1, 0));
        assertThat(admissions()).isEqualTo(MOST);
    }

    @Test
    void aMessageThatDidNotGoOutCountsNoLonger() {
        assertThat(completions.admit()).isTrue();
        receipt.failed(new ClosedException("closed"));

        assertThat(receipt.stage().toCompletableFuture()).isCompletedExceptionally();
        assertThat(admissions()).isEqualTo(MOST);
    }

    /** How many more receipts are admitted. */
    private int admissions() {
        int count = 0;
        while (count <= MOST && completions.admit()) {
            count++;
        }
        return count;
    }
}
