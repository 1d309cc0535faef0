package chaski.testkit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatagramFaultsTest {

    private final DatagramFaults faults = new DatagramFaults(new SplittableRandom(1));

    private IntStream draws() {
        return IntStream.range(0, 1_000).map(draw -> faults.copies());
    }

    @Test
    void withoutFaultsEachArrivesOnce() {
        assertThat(draws()).containsOnly(1);
    }

    @Test
    void sharesOfOneApplyToAll() {
        faults.set(1, 1);
        assertThat(draws()).containsOnly(0);

        faults.set(0, 1);
        assertThat(draws()).containsOnly(2);
    }

    @Test
    void sharesBetweenApplyToSome() {
        faults.set(0.3, 0.3);

        assertThat(draws().boxed()).contains(0, 1, 2);
    }

    @Test
    void whatIsNoShareIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> faults.set(1.1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> faults.set(0, Double.NaN));
    }
}
