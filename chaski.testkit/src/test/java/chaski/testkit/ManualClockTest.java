package chaski.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ManualClockTest {

    final ManualClock clock = new ManualClock();

    @Test
    void clockAdvancesOnlyOnRequest() {
        long start = clock.getAsLong();
        assertThat(clock.getAsLong()).isEqualTo(start);

        assertThat(clock.advance(Duration.ofSeconds(2))).isEqualTo(start + 2_000_000_000L);
        assertThat(clock.getAsLong()).isEqualTo(start + 2_000_000_000L);
    }

    @Test
    void clockDoesNotGoBack() {
        assertThatThrownBy(() -> clock.advance(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
    }
}
