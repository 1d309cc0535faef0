package chaski.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chaski.api.Endpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the TCP connections of running commands from outside. Needs root and {@code ss}; {@code DemoCommandIT} shows the same
 * inside one JVM, with relays.
 */
@Tag("slow")
class KilledLinksIT {

    private static final int LINES = 200_000;
    private static final int KILLS = 10;

    @TempDir
    private Path folder;

    @Test
    void streamSurvivesTenKilledConnections() throws Exception {
        assumeTrue(canKillConnections(), "skipped: killing connections needs root and ss -K");
        int publisherPort = ChaskiProcess.freePort();
        try (ChaskiProcess sub = ChaskiProcess.start(folder, "sub", "lab.>", "--count", Integer.toString(LINES));
                ChaskiProcess pub = ChaskiProcess.shell(
                        folder,
                        "seq " + LINES + " | exec \"$CHASKI\" pub lab.x --lines --rate 20000 --await 1 --join "
                                + sub.endpoint() + " --listen tcp://127.0.0.1:" + publisherPort)) {
            // After a loss both dial: the next connection leads to either port.
            int[] ports = {Endpoint.parse(sub.endpoint()).port(), publisherPort};
            pub.awaitEvent("peer-up");
            int killed = 0;
            while (killed < KILLS) {
                int before = sub.out().length();
                await().atMost(Duration.ofSeconds(30)).until(() -> kill(ports));
                killed++;
                // The stream continues before the next connection is killed.
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> sub.out().length() > before + 1000 || !sub.isRunning());
            }

            assertThat(pub.status()).isEqualTo(ExitStatus.OK);
            assertThat(sub.status()).isEqualTo(ExitStatus.OK);
            assertThat(sub.out())
                    .isEqualTo(IntStream.rangeClosed(1, LINES)
                            .mapToObj(i -> i + "\n")
                            .collect(Collectors.joining()));
            assertThat(pub.errors()).isEmpty();
            assertThat(sub.errors()).isEmpty();
        }
    }

    /** {@return whether there was a connection to kill} */
    private static boolean kill(int... ports) throws IOException, InterruptedException {
        String filter = Arrays.stream(ports)
                .mapToObj(port -> "sport = :" + port + " or dport = :" + port)
                .collect(Collectors.joining(" or ", "( ", " )"));
        return !run("ss", "-K", "-H", "-t", "-n", "state", "established", filter)
                .isBlank();
    }

    private static boolean canKillConnections() throws InterruptedException {
        try {
            return run("id", "-u").strip().equals("0") && run("ss", "-H", "-t", "-l", "-n") != null;
        } catch (IOException e) {
            // There is no such program on this machine.
            return false;
        }
    }

    private static String run(String... line) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
