package chaski.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StopSignalTest {

    private final StopSignal stop = new StopSignal(Thread.currentThread());

    @AfterEach
    void noInterruptIsLeftBehind() {
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void requestInterruptsTheCommandUntilItIsAccepted() {
        stop.request();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();

        stop.accept();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();

        stop.request();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(stop.requested()).isTrue();
    }

    @Test
    void waitingEndsWithTheRequest() {
        Thread other = new Thread(stop::request);
        other.start();

        stop.await();

        assertThat(stop.requested()).isTrue();
        stop.accept();
    }

    @Test
    void interruptFromElsewhereIsARequestToo() {
        Thread.currentThread().interrupt();

        assertThat(stop.await(Duration.ofDays(1))).isTrue();

        stop.accept();
    }

    @Test
    void waitingEndsWithItsTime() {
        assertThat(stop.await(Duration.ofMillis(1))).isFalse();
        assertThat(stop.await(Duration.ZERO)).isFalse();
    }
}
