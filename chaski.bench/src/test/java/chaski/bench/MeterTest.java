package chaski.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

final class MeterTest {

    private static final Meter BEFORE = new Meter(1_000, 5_000_000_000L, 1_000_000_000L, 10_000);
    private static final Meter AFTER = new Meter(4_000, 7_000_000_000L, 4_000_000_000L, 40_000);

    @Test
    void rateIsWhatWasCountedInASecond() {
        assertThat(AFTER.countPerSecond(BEFORE)).isEqualTo(1_500);
    }

    @Test
    void busyProcessorsAreProcessorTimeByTime() {
        assertThat(AFTER.busyProcessors(BEFORE)).isEqualTo(1.5);
    }

    @Test
    void allocationIsWhatWasAllocatedForEachCount() {
        assertThat(AFTER.bytesPerCount(BEFORE)).isEqualTo(10);
    }

    @Test
    void whatIsWrittenIsRead() {
        assertThat(Meter.parse(AFTER.toString())).isEqualTo(AFTER);
    }

    @Test
    void anythingElseIsRefused() {
        assertThatExceptionOfType(TrialFailedException.class).isThrownBy(() -> Meter.parse("1 2"));
    }
}
