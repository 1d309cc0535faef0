package chaski.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * One of two running subscribers is killed under 5,000 lines a second. {@code KILLED_SUBSCRIBER_PUBLISH} of {@code chaski.itest} shows the
 * same sooner, with a small queue: here the queue, 65,536 messages, would make the publisher wait after 13 s.
 */
@EnabledIfSystemProperty(named = "chaski.long", matches = "true", disabledReason = "skipped: -Dchaski.long is not true")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@Tag("slow")
class KilledSubscriberIT {

    private static final int PER_SECOND = 5_000;
    private static final int LINES = 25 * PER_SECOND;

    /** Generous: the target is 2.5 s, on an otherwise idle machine. */
    private static final Duration LONGEST_GAP = Duration.ofSeconds(5);

    @TempDir
    private Path folder;

    @Test
    void theOtherOneGetsEveryLineWithOnlyAShortPause() throws Exception {
        String endpoint = "tcp://127.0.0.1:" + ChaskiProcess.freePort();
        Path lines = folder.resolve("lines");
        try (ChaskiProcess survivor = ChaskiProcess.shell(
                        folder,
                        "exec \"$CHASKI\" sub 'lab.>' --join " + endpoint + " --count " + LINES + " > " + lines);
                ChaskiProcess victim = ChaskiProcess.start(
                        folder, "sub", "lab.>", "--join", endpoint, "--listen", "tcp://127.0.0.1:0");
                ChaskiProcess pub = ChaskiProcess.shell(
                        folder,
                        "seq " + LINES + " | exec \"$CHASKI\" pub lab.x --lines --await 2 --rate " + PER_SECOND
                                + " --listen " + endpoint)) {
            victim.awaitOutput(PER_SECOND);
            victim.signal("KILL");
            Duration gap = longestPause(lines, survivor);

            System.out.println("longest pause of the survivor's output: " + gap.toMillis() + " ms");
            assertThat(survivor.status()).isEqualTo(ExitStatus.OK);
            assertThat(Files.readString(lines))
                    .isEqualTo(IntStream.rangeClosed(1, LINES)
                            .mapToObj(i -> i + "\n")
                            .collect(Collectors.joining()));
            assertThat(gap).isLessThan(LONGEST_GAP);
            assertThat(pub.errLines()).noneMatch(line -> line.contains("Exception"));
        }
    }

    /**
     * Observes a file grow until the process that writes it has ended; returns the longest time in which it did not
     * grow.
     */
    private static Duration longestPause(Path file, ChaskiProcess writer) {
        long[] size = {0};
        long[] grewNs = {System.nanoTime()};
        long[] longestNs = {0};
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    long nowNs = System.nanoTime();
                    longestNs[0] = Math.max(longestNs[0], nowNs - grewNs[0]);
                    if (Files.size(file) > size[0]) {
                        size[0] = Files.size(file);
                        grewNs[0] = nowNs;
                    }
                    return !writer.isRunning();
                });
        return Duration.ofNanos(longestNs[0]);
    }
}
