package chaski.node.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReportLimitTest {

    private static final long MINUTE_NS = Duration.ofMinutes(1).toNanos();

    private final ReportLimit limit = new ReportLimit();

    @Test
    void aRefusalIsReportedOnceAMinuteForEachAddressAndKind() {
        long nowNs = Long.MAX_VALUE - 5; // the clock may wrap
        assertThat(limit.admit("192.0.2.1", "a", nowNs)).isZero();
        assertThat(limit.admit("192.0.2.1", "a", nowNs + MINUTE_NS - 1)).isNegative();
        assertThat(limit.admit("192.0.2.2", "a", nowNs)).isEqualTo(1);
        assertThat(limit.admit("192.0.2.1", "b", nowNs)).as("another kind").isZero();
        assertThat(limit.admit("192.0.2.1", "a", nowNs + MINUTE_NS)).isZero();
    }

    @Test
    void ofManyAddressesAHundredAMinuteAreReportedAndTheRestIsCounted() {
        long reported = 0;
        for (int i = 0; i < 10_000; i++) {
            reported += limit.admit("192.0.2." + i, "a", i) >= 0 ? 1 : 0;
        }
        assertThat(reported).isEqualTo(100);

        assertThat(limit.admit("198.51.100.1", "a", MINUTE_NS)).isEqualTo(9_900);
        assertThat(limit.admit("198.51.100.2", "a", MINUTE_NS)).isZero();
    }

    @Test
    void whatItRemembersIsBounded() {
        for (int i = 0; i < 100_000; i++) {
            limit.admit("192.0.2." + i, "a", i * MINUTE_NS);
        }
        assertThat(limit.remembered()).isEqualTo(1_000);
        assertThat(limit.admit("192.0.2.99999", "a", 99_999 * MINUTE_NS))
                .as("the latest are remembered")
                .isNegative();
    }

    @Test
    void whatIsLeftOutElsewhereIsCounted() {
        limit.leftOut(7);
        assertThat(limit.admit("192.0.2.1", "a", 0)).isEqualTo(7);
    }
}
