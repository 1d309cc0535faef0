package chaski.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two running commands that listen for TCP and UDP, and a firewall that begins to drop TCP: the stream continues over
 * UDP.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@Tag("slow")
class BlockedTcpIT {

    private static final int LINES = 50_000;
    private static final String LISTEN = " --listen tcp://127.0.0.1:0 --listen udp://127.0.0.1:0";

    @TempDir
    private Path folder;

    @Test
    void streamContinuesOverUdpWhenTcpIsDropped() throws Exception {
        NetworkNamespace.Made made = NetworkNamespace.make();
        try (NetworkNamespace network = made.namespace()) {
            skipOn(made.failure());
            try (ChaskiProcess sub = ChaskiProcess.shell(
                            folder, network.shell("\"$CHASKI\" sub 'lab.>' --count " + LINES + LISTEN));
                    ChaskiProcess pub = ChaskiProcess.shell(
                            folder,
                            "seq " + LINES + " | "
                                    + network.shell("\"$CHASKI\" pub lab.x --lines --rate 5000 --await 1 --join "
                                            + sub.endpoint() + LISTEN))) {
                sub.awaitOutput(LINES / 10);
                network.block(NetworkNamespace.Block.DROP);

                assertThat(pub.status()).as("%s", pub.errLines()).isEqualTo(ExitStatus.OK);
                assertThat(sub.status()).isEqualTo(ExitStatus.OK);
                assertThat(sub.out())
                        .isEqualTo(IntStream.rangeClosed(1, LINES)
                                .mapToObj(i -> i + "\n")
                                .collect(Collectors.joining()));
                assertThat(pub.errors()).isEmpty();
                assertThat(sub.errors()).isEmpty();
                assertThat(pub.errLines()).anyMatch(line -> line.matches("EVENT link-moved .* from=tcp to=udp"));
                assertThat(sub.errLines()).anyMatch(line -> line.matches("EVENT link-moved .* from=tcp to=udp"));
            } catch (NetworkNamespace.UnavailableFirewallException e) {
                skipOn(Optional.of(String.valueOf(e.getMessage())));
            }
        }
    }

    private static void skipOn(Optional<String> failure) {
        failure.ifPresent(
                reason -> System.out.println("skipped, dropping TCP needs root and a network namespace: " + reason));
        assumeTrue(failure.isEmpty(), () -> "skipped, dropping TCP needs root and a network namespace: " + failure);
    }
}
