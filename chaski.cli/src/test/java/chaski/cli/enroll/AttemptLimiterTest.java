package chaski.cli.enroll;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AttemptLimiterTest {

    private Instant now = Instant.EPOCH;
    private final AttemptLimiter limiter = new AttemptLimiter(2, Duration.ofSeconds(60), () -> now);

    @Test
    void aKeyIsBlockedUntilItsPeriodEnds() {
        limiter.count("a");
        assertThat(limiter.blockedSeconds("a")).isZero();
        now = now.plusSeconds(10);
        limiter.count("a");

        assertThat(limiter.blockedSeconds("a")).isEqualTo(50);
        assertThat(limiter.blockedSeconds("b")).isZero();
        now = now.plusSeconds(50);
        assertThat(limiter.blockedSeconds("a")).isZero();
        limiter.count("a");
        assertThat(limiter.blockedSeconds("a")).isZero();
    }

    @Test
    void theKeysUsedLastAreRemembered() {
        limiter.count("first");
        limiter.count("first");
        for (int i = 0; i < 1_023; i++) {
            limiter.count("key " + i);
        }
        assertThat(limiter.blockedSeconds("first")).isPositive();
        limiter.count("one more");
        limiter.count("and one more");
        assertThat(limiter.blockedSeconds("first")).isPositive();
        assertThat(limiter.blockedSeconds("key 0")).isZero();
    }
}
