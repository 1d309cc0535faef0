package chaski.node.dial;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.ReconnectConfig;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final long MS = 1_000_000;
    private static final ReconnectConfig CONFIG = ReconnectConfig.DEFAULT;

    private final Backoff backoff = new Backoff(() -> CONFIG, new Random(5));

    @Test
    void theFirstDelayIsNearlyNothing() {
        for (int i = 0; i < 1000; i++) {
            backoff.reset();
            assertThat(backoff.nextNs(0, true)).isBetween(0L, 5 * MS);
        }
    }

    @Test
    void theBoundDoublesUpToTheCap() {
        for (int round = 0; round < 200; round++) {
            backoff.reset();
            backoff.nextNs(0, true);
            for (int failure = 0; failure < 80; failure++) {
                long bound = Math.min(1000, failure < 10 ? 50L << failure : 1000) * MS;
                assertThat(backoff.nextNs(0, true)).isBetween(0L, bound);
            }
        }
    }

    @Test
    void whatCannotBeResumedIsTriedLessOften() {
        backoff.nextNs(0, false);
        long longest = 0;
        for (int i = 0; i < 500; i++) {
            longest = Math.max(longest, backoff.nextNs(0, false));
        }
        assertThat(longest).isBetween(20_000 * MS, 30_000 * MS);
    }

    @Test
    void onlyALinkThatLastsIsASuccess() {
        for (int i = 0; i < 10; i++) {
            backoff.nextNs(0, true);
        }
        backoff.succeeded(0);
        long longest = 0;
        for (int i = 0; i < 50; i++) {
            longest = Math.max(longest, backoff.nextNs(10 * MS, true));
            backoff.succeeded(10 * MS);
        }
        assertThat(longest).isGreaterThan(500 * MS);

        assertThat(backoff.nextNs(300 * MS, true)).isLessThanOrEqualTo(5 * MS);
    }
}
