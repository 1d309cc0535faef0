package chaski.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LatenciesTest {

    private final Latencies latencies = new Latencies();

    @Test
    void percentileIsTheNearestRank() {
        for (int i = 100; i >= 1; i--) {
            latencies.add(i);
        }

        assertThat(latencies.percentile(50)).isEqualTo(50);
        assertThat(latencies.percentile(99)).isEqualTo(99);
        assertThat(latencies.percentile(100)).isEqualTo(100);
        assertThat(latencies.percentile(1)).isEqualTo(1);
    }

    @Test
    void onlyOneIsEveryPercentile() {
        latencies.add(42);

        assertThat(latencies.percentile(1)).isEqualTo(42);
        assertThat(latencies.percentile(99)).isEqualTo(42);
    }

    @Test
    void noneIsZero() {
        assertThat(latencies.percentile(50)).isZero();
    }

    @Test
    void entriesBeyondTheMaximumAreDropped() {
        for (int i = 0; i < Latencies.MAX_COUNT + 10; i++) {
            latencies.add(i);
        }

        assertThat(latencies.count()).isEqualTo(Latencies.MAX_COUNT);
        assertThat(latencies.percentile(100)).isEqualTo(Latencies.MAX_COUNT - 1);
    }
}
