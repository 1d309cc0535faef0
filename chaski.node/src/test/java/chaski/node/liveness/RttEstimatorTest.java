package chaski.node.liveness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.node.RoundTrip;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RttEstimatorTest {

    private final RttEstimator estimator = new RttEstimator();

    @Test
    void nothingMeasuredIsZero() {
        RoundTrip none = estimator.snapshot();
        assertThat(none.samples()).isZero();
        assertThat(none.smoothed()).isZero();
        assertThat(none.p99()).isZero();
    }

    @Test
    void firstSampleIsTheEstimateAndHalfOfItTheVariation() {
        estimator.sample(1_000_000);
        assertThat(estimator.snapshot().smoothed()).isEqualTo(Duration.ofMillis(1));
        assertThat(estimator.snapshot().variation()).isEqualTo(Duration.ofNanos(500_000));
    }

    @Test
    void laterSamplesAreSmoothedByRfc6298() {
        estimator.sample(8_000);
        estimator.sample(16_000);
        // RTTVAR = 3/4 · 4000 + 1/4 · |8000 − 16000|, with the SRTT from before; SRTT = 7/8 · 8000 + 1/8 · 16000
        assertThat(estimator.snapshot().variation()).isEqualTo(Duration.ofNanos(5_000));
        assertThat(estimator.snapshot().smoothed()).isEqualTo(Duration.ofNanos(9_000));
    }

    @Test
    void itGoesOnAdaptingAfterManySamples() {
        IntStream.range(0, 1_000_000).forEach(i -> estimator.sample(1_000_000));
        IntStream.range(0, 100).forEach(i -> estimator.sample(50_000_000));
        assertThat(estimator.snapshot().smoothed()).isBetween(Duration.ofMillis(49), Duration.ofMillis(50));
        assertThat(estimator.snapshot().samples()).isEqualTo(1_000_100);
        assertThat(estimator.snapshot().min()).isEqualTo(Duration.ofMillis(1));
        assertThat(estimator.snapshot().max()).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void percentilesAreOfTheLast1024() {
        IntStream.range(0, 5000).forEach(i -> estimator.sample(9_999_999));
        IntStream.rangeClosed(1, 1024).forEach(i -> estimator.sample(i * 1000L));
        assertThat(estimator.snapshot().p50()).isEqualTo(Duration.ofNanos(512_000));
        assertThat(estimator.snapshot().p99()).isEqualTo(Duration.ofNanos(1_014_000));
        assertThat(estimator.snapshot().max()).isEqualTo(Duration.ofNanos(9_999_999));
    }

    @Test
    void percentilesOfFewSamplesAreSamples() {
        estimator.sample(10);
        estimator.sample(30);
        assertThat(estimator.snapshot().p50()).isEqualTo(Duration.ofNanos(10));
        assertThat(estimator.snapshot().p99()).isEqualTo(Duration.ofNanos(30));
    }

    @Test
    void negativeSampleIsRefused() {
        assertThatThrownBy(() -> estimator.sample(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
