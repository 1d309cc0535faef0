package chaski.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RoundTripsTest {

    private final RoundTrips trips = new RoundTrips();

    @Test
    void summaryHasMinimumAverageMaximumAndDeviation() {
        for (long micros : new long[] {100, 200, 600}) {
            trips.transmit();
            trips.receive(Duration.ofNanos(micros * 1000));
        }
        trips.transmit();

        assertThat(trips.summary(Duration.ofMillis(3004)).lines())
                .containsExactly(
                        "4 transmitted, 3 received, 25% loss, time 3004 ms",
                        "rtt min/avg/max/mdev = 0.100/0.300/0.600/0.216 ms");
        assertThat(trips.json(Json.object()).toString())
                .isEqualTo("{\"transmitted\":4,\"received\":3,\"lossPercent\":25.0,\"minUs\":100.0,\"avgUs\":300.0,"
                        + "\"maxUs\":600.0,\"mdevUs\":216.0}");
    }

    @Test
    void withoutAnAnswerThereIsNothingToAverage() {
        trips.transmit();

        assertThat(trips.summary(Duration.ZERO)).isEqualTo("1 transmitted, 0 received, 100% loss, time 0 ms");
        assertThat(trips.json(Json.object()).toString())
                .isEqualTo("{\"transmitted\":1,\"received\":0,\"lossPercent\":100.0}");
    }

    @Test
    void pingsAreNumberedFromOne() {
        assertThat(trips.transmit()).isEqualTo(1);
        assertThat(trips.transmit()).isEqualTo(2);
    }
}
