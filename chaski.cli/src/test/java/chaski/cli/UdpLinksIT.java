package chaski.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command as it is shipped, over UDP: directly, and over a bad network. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@Tag("slow")
class UdpLinksIT {

    private static final int LINES = 100_000;
    private static final long SEED = 7602;

    @TempDir
    private Path folder;

    @Test
    void linesArriveInOrderAndOnce() throws Exception {
        try (ChaskiProcess sub = subscriber();
                ChaskiProcess pub = publisher(sub.endpoint())) {
            assertExact(sub, pub);
        }
    }

    @Test
    void linesArriveInOrderAndOnceThroughARelayThatLosesRepeatsAndReorders() throws Exception {
        try (ChaskiProcess sub = subscriber();
                LossyRelay relay = LossyRelay.to(URI.create(sub.endpoint()).getPort(), SEED);
                ChaskiProcess pub = publisher(relay.endpoint())) {
            assertExact(sub, pub);
            assertThat(relay.forwarded()).isGreaterThan(1000);
            assertThat(relay.lost()).isGreaterThan(relay.forwarded() / 50);
            assertThat(relay.repeated()).isPositive();
            assertThat(relay.held()).isPositive();
        }
    }

    private ChaskiProcess subscriber() throws Exception {
        return ChaskiProcess.start(
                folder, "sub", "lab.>", "--listen", "udp://127.0.0.1:0", "--count", Integer.toString(LINES));
    }

    private ChaskiProcess publisher(String endpoint) throws Exception {
        return ChaskiProcess.shell(
                folder,
                "seq " + LINES + " | exec \"$CHASKI\" pub lab.x --lines --await 1 --listen udp://127.0.0.1:0 --join "
                        + endpoint);
    }

    private static void assertExact(ChaskiProcess sub, ChaskiProcess pub) throws Exception {
        assertThat(pub.status()).as(pub.errLines().toString()).isEqualTo(ExitStatus.OK);
        assertThat(sub.status()).isEqualTo(ExitStatus.OK);
        assertThat(sub.out())
                .isEqualTo(
                        IntStream.rangeClosed(1, LINES).mapToObj(i -> i + "\n").collect(Collectors.joining()));
        assertThat(pub.errors()).isEmpty();
        assertThat(sub.errors()).isEmpty();
    }
}
