package chaski.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command as it is shipped, in a closed network over QUIC: directly, over a bad network, and where a firewall drops TCP or UDP. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class QuicLinksIT {

    private static final int LINES = 100_000;
    private static final long SEED = 7603;
    private static final int SUBSCRIBER = 1;
    private static final int PUBLISHER = 2;

    @TempDir
    private Path folder;

    private IssuedByCommand issued;

    @BeforeEach
    void issueIdentities() throws Exception {
        issued = IssuedByCommand.of(folder, "receiver", "sender");
    }

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
                ChaskiProcess pub = publisher(relay.endpoint("quic"))) {
            assertExact(sub, pub);
            assertThat(relay.forwarded()).isGreaterThan(1000);
            assertThat(relay.lost()).isGreaterThan(relay.forwarded() / 50);
            assertThat(relay.repeated()).isPositive();
            assertThat(relay.held()).isPositive();
        }
    }

    @Test
    void streamGoesToQuicWhereTcpIsDroppedAndBackWhereUdpIs() throws Exception {
        try (ThreeMachines machines = new ThreeMachines()) {
            skipOn(machines.build());
            try (ChaskiProcess sub = ChaskiProcess.shell(
                            folder,
                            machines.shell(
                                    SUBSCRIBER,
                                    "\"$CHASKI\" sub 'lab.>' --count " + LINES + listen() + identity("receiver")));
                    ChaskiProcess pub = ChaskiProcess.shell(
                            folder,
                            machines.shell(
                                    PUBLISHER,
                                    "sh -c 'seq " + LINES + " | \"$CHASKI\" pub lab.x --lines --rate 5000 --await 1"
                                            + " --join tcp://" + ThreeMachines.address(SUBSCRIBER) + ":7601" + listen()
                                            + identity("sender") + "'"))) {
                sub.awaitOutput(LINES / 10);
                skipOn(machines.drop(SUBSCRIBER, "tcp"));
                sub.awaitOutput(LINES / 2);
                skipOn(machines.drop(SUBSCRIBER, "udp"));
                assertThat(machines.pass(SUBSCRIBER, "tcp")).isEmpty();

                assertExact(sub, pub);
                for (ChaskiProcess side : new ChaskiProcess[] {sub, pub}) {
                    assertThat(side.errLines())
                            .anyMatch(line -> line.matches("EVENT link-moved .* from=tcp to=quic"))
                            .anyMatch(line -> line.matches("EVENT link-moved .* from=quic to=tcp"));
                }
            }
        }
    }

    private static String listen() {
        return " --listen tcp://0.0.0.0:7601 --listen quic://0.0.0.0:7601";
    }

    private String identity(String name) {
        return " --identity " + issued.identity(name);
    }

    private ChaskiProcess subscriber() throws Exception {
        return ChaskiProcess.shell(
                folder,
                "exec \"$CHASKI\" sub 'lab.>' --listen quic://127.0.0.1:0 --count " + LINES + identity("receiver"));
    }

    private ChaskiProcess publisher(String endpoint) throws Exception {
        return ChaskiProcess.shell(
                folder,
                "seq " + LINES + " | exec \"$CHASKI\" pub lab.x --lines --await 1 --listen quic://127.0.0.1:0 --join "
                        + endpoint + identity("sender"));
    }

    private static void assertExact(ChaskiProcess sub, ChaskiProcess pub) throws Exception {
        assertThat(pub.status()).as("%s", pub.errLines()).isEqualTo(ExitStatus.OK);
        assertThat(sub.status()).as("%s", sub.errLines()).isEqualTo(ExitStatus.OK);
        assertThat(sub.out())
                .isEqualTo(
                        IntStream.rangeClosed(1, LINES).mapToObj(i -> i + "\n").collect(Collectors.joining()));
        assertThat(pub.errors()).isEmpty();
        assertThat(sub.errors()).isEmpty();
    }

    private static void skipOn(Optional<String> failure) {
        failure.ifPresent(
                reason -> System.out.println("skipped, machines with firewalls need root, ip and nft: " + reason));
        assumeTrue(failure.isEmpty(), () -> "skipped, machines with firewalls need root, ip and nft: " + failure);
    }
}
