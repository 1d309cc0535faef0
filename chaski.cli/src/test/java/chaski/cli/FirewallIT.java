package chaski.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two running commands and a firewall that blocks TCP for some seconds, or for a minute with {@code -Dchaski.long=true}: with room in the
 * log the stream is exact, and no message is reported lost. Needs root and {@code ip}.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@Tag("slow")
class FirewallIT {

    /** So few that the messages of a minute need no more than a publisher's initial credit, which is for 8,192. */
    private static final int PER_SECOND = 100;

    /** Longer than a peer needs to be in doubt. */
    private static final Duration OUTAGE = Duration.ofSeconds(Boolean.getBoolean("chaski.long") ? 60 : 5);

    private static final int LINES = (int) OUTAGE.toSeconds() * PER_SECOND + 4 * PER_SECOND;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void anOutageWithRoomInTheLogLosesNothing(NetworkNamespace.Block kind) throws Exception {
        NetworkNamespace.Made made = NetworkNamespace.make();
        try (NetworkNamespace network = made.namespace()) {
            made.failure().ifPresent(FirewallIT::skip);
            try (ChaskiProcess sub = ChaskiProcess.shell(
                            folder,
                            network.shell("\"$CHASKI\" sub 'lab.>' --listen tcp://127.0.0.1:0 --count " + LINES));
                    ChaskiProcess pub = ChaskiProcess.shell(
                            folder,
                            "seq " + LINES + " | "
                                    + network.shell("\"$CHASKI\" pub lab.x --lines --await 1 --rate " + PER_SECOND
                                            + " --join " + sub.endpoint()))) {
                sub.awaitOutput(1);
                List<String> unblock = network.block(kind);
                awaitTime(OUTAGE.dividedBy(2));
                int before = sub.out().length();
                awaitTime(OUTAGE.dividedBy(2));
                assertThat(sub.out()).as("nothing comes through").hasSize(before);
                if (kind == NetworkNamespace.Block.REJECT) {
                    pub.awaitEvent("parked");
                }
                network.unblock(unblock);

                assertThat(pub.status()).as("%s", pub.errLines()).isEqualTo(ExitStatus.OK);
                assertThat(sub.status()).isEqualTo(ExitStatus.OK);
                assertThat(sub.out())
                        .isEqualTo(IntStream.rangeClosed(1, LINES)
                                .mapToObj(i -> i + "\n")
                                .collect(Collectors.joining()));
                assertThat(pub.errLines()).noneMatch(line -> line.startsWith("EVENT session-lost"));
            } catch (NetworkNamespace.UnavailableFirewallException e) {
                skip(e.getMessage());
            }
        }
    }

    /** An outage is only a time: there is no event to wait for. */
    private static void awaitTime(Duration time) throws InterruptedException {
        assertThat(new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS))
                .isFalse();
    }

    private static void skip(String reason) {
        String message = "skipped, blocking TCP needs root and a network namespace: " + reason;
        System.out.println(message);
        abort(message);
    }
}
