package chaski.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimiterTest {

    private final AtomicLong clockNs = new AtomicLong(TimeUnit.DAYS.toNanos(3));
    private long pauses;

    @Test
    void averageIsWhatWasAskedFor() {
        RateLimiter pacer = pacer(20_000);
        long startNs = clockNs.get();

        for (int i = 0; i <= 200_000; i++) {
            pacer.await();
        }

        assertThat(clockNs.get() - startNs)
                .isBetween(TimeUnit.MILLISECONDS.toNanos(9_999), TimeUnit.MILLISECONDS.toNanos(10_001));
    }

    @Test
    void fastMessagesGoOutInBursts() {
        RateLimiter pacer = pacer(1_000_000);

        for (int i = 0; i < 1_000_000; i++) {
            pacer.await();
        }

        assertThat(pauses).isLessThanOrEqualTo(1_000);
    }

    @Test
    void firstMessageIsDueAtOnce() {
        pacer(0.001).await();

        assertThat(pauses).isZero();
    }

    @Test
    void aDelayIsMadeUpFor() {
        RateLimiter pacer = pacer(1000);
        pacer.await();
        clockNs.addAndGet(TimeUnit.SECONDS.toNanos(1));

        for (int i = 1; i <= 1000; i++) {
            pacer.await();
        }

        assertThat(pauses).isZero();
    }

    @Test
    void interruptEndsThePause() {
        RateLimiter pacer = new RateLimiter(
                0.001, clockNs::get, ns -> Thread.currentThread().interrupt());
        pacer.await();

        pacer.await();

        assertThat(Thread.interrupted()).isTrue();
    }

    private RateLimiter pacer(double perSecond) {
        return new RateLimiter(perSecond, clockNs::get, ns -> {
            pauses++;
            clockNs.addAndGet(ns);
        });
    }
}
