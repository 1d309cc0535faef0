package chaski.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ChildProcessTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(50);

    @Test
    void answerIsReadAndNoiseIsNot() {
        try (ChildProcess child = start("echo some noise; echo '@ ready tcp://here:1'; cat")) {
            assertThat(child.await(ChildControl.READY, LONG)).isEqualTo("tcp://here:1");
        }
    }

    @Test
    void commandsReachTheChild() {
        try (ChildProcess child = start("while read -r line; do echo \"@ heard $line\"; done")) {
            child.send("meter");
            assertThat(child.await("heard", LONG)).isEqualTo("meter");
        }
    }

    @Test
    void childThatEndsIsNoticedAtOnceAndQuotedInTheError() {
        try (ChildProcess child = start("echo no such thing >&2; exit 3")) {
            assertThatExceptionOfType(TrialFailedException.class)
                    .isThrownBy(() -> child.await(ChildControl.READY, LONG))
                    .withMessageContaining("its output ended");
        }
    }

    @Test
    void reasonThatAFailedChildReportsIsUsed() {
        try (ChildProcess child = start("echo '@ failed out of luck'; cat")) {
            assertThatExceptionOfType(TrialFailedException.class)
                    .isThrownBy(() -> child.awaitSilence(LONG))
                    .withMessageContaining("out of luck");
        }
    }

    @Test
    void silenceEndsTheWait() {
        try (ChildProcess child = start("cat")) {
            child.awaitSilence(SHORT);
            assertThatExceptionOfType(TrialFailedException.class)
                    .isThrownBy(() -> child.await(ChildControl.READY, SHORT))
                    .withMessageContaining("did not answer 'ready'");
        }
    }

    @Test
    void noChildOutlivesItsHandle() {
        ChildProcess obedient = start("read -r line");
        obedient.close();
        assertThat(obedient.isAlive()).isFalse();

        ChildProcess deaf = ChildProcess.start("deaf", List.of("sh", "-c", "exec tail -f /dev/null"), SHORT);
        deaf.close();
        assertThat(deaf.isAlive()).isFalse();
    }

    @Test
    void programThatIsNotThereIsAFailureOfTheTrial() {
        String missing = Path.of("target", "no-such-program").toString();

        assertThatExceptionOfType(TrialFailedException.class)
                .isThrownBy(() -> ChildProcess.start("missing", List.of(missing)))
                .withMessageContaining("missing");
    }

    private static ChildProcess start(String script) {
        return ChildProcess.start("child", List.of("sh", "-c", script));
    }
}
