package chaski.node.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class IncarnationsTest {

    private static final long NOW = ms("2030-06-01T00:00:00Z");

    @Test
    void aRunOfTheComingYearsCanBe() {
        assertThat(Incarnations.isPlausible(0, NOW)).isTrue();
        assertThat(Incarnations.isPlausible(ms("2039-01-01T00:00:00Z"), NOW)).isTrue();
        assertThat(Incarnations.isPlausible(ms("2041-01-01T00:00:00Z"), NOW)).isFalse();
        assertThat(Incarnations.isPlausible(Long.MAX_VALUE, NOW)).isFalse();
    }

    @Test
    void aMachineWithoutAClockTakesThoseWithOne() {
        assertThat(Incarnations.isPlausible(NOW, 0)).isTrue();
        assertThat(Incarnations.isPlausible(ms("2090-01-01T00:00:00Z"), 0)).isFalse();
    }

    /** A margin for nodes whose clocks differ by years. */
    @Test
    void whatIsSurpassedIsTakenByOthers() {
        assertThat(Incarnations.canBeSurpassed(ms("2034-01-01T00:00:00Z"), NOW)).isTrue();
        assertThat(Incarnations.canBeSurpassed(ms("2036-01-01T00:00:00Z"), NOW)).isFalse();
        assertThat(Incarnations.canBeSurpassed(Long.MAX_VALUE, NOW)).isFalse();
    }

    private static long ms(String time) {
        return Instant.parse(time).toEpochMilli();
    }
}
