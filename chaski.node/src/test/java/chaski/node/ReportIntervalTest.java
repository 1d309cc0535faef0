package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReportIntervalTest {

    private final ReportInterval reports = new ReportInterval();

    @Test
    void kindIsReportedOnceInAnInterval() {
        long nowNs = Long.MAX_VALUE - 5; // the clock's numbers wrap

        assertThat(reports.begin("a", nowNs)).isTrue();
        assertThat(reports.begin("a", nowNs + ReportInterval.INTERVAL_NS - 1)).isFalse();
        assertThat(reports.begin("a", nowNs + ReportInterval.INTERVAL_NS)).isTrue();
    }

    @Test
    void refusedReportDoesNotProlongTheInterval() {
        reports.begin("a", 0);
        reports.begin("a", ReportInterval.INTERVAL_NS / 2);

        assertThat(reports.begin("a", ReportInterval.INTERVAL_NS)).isTrue();
    }

    @Test
    void kindsDoNotDelayEachOther() {
        reports.begin("a", 0);

        assertThat(reports.begin("b", 1)).isTrue();
    }
}
