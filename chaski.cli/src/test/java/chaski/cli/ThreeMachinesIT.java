package chaski.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * FAULTS R24: three machines that all listen on the same port of the unspecified address. Two of them only know the
 * third, find each other through it, and exchange a stream exactly.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@Tag("slow")
class ThreeMachinesIT {

    private static final int LINES = 50_000;
    private static final int SEED = 1;
    private static final int SUBSCRIBER = 2;
    private static final int PUBLISHER = 3;
    private static final String JOIN = " --join tcp://" + ThreeMachines.address(SEED) + ":7601 --insecure";

    @TempDir
    private Path folder;

    @Test
    void nodesOnThreeMachinesFindEachOtherThroughOneSeedAndTheStreamIsExact() throws Exception {
        try (ThreeMachines machines = new ThreeMachines()) {
            skipOn(machines.build());
            try (ChaskiProcess seed = start(machines, SEED, "\"$CHASKI\" node --listen 'tcp://[::]:7601' --insecure");
                    ChaskiProcess sub = start(
                            machines,
                            SUBSCRIBER,
                            "\"$CHASKI\" sub 'lab.>' --count " + LINES + " --listen tcp://0.0.0.0:7601" + JOIN);
                    ChaskiProcess pub = start(
                            machines,
                            PUBLISHER,
                            "sh -c 'seq " + LINES + " | \"$CHASKI\" pub lab.x --lines --await 1"
                                    + " --listen tcp://0.0.0.0:7601" + JOIN + "'")) {
                assertThat(pub.status()).as("%s", pub.errLines()).isEqualTo(ExitStatus.OK);
                assertThat(sub.status()).as("%s", sub.errLines()).isEqualTo(ExitStatus.OK);
                assertThat(sub.out()).isEqualTo(numbers());
                for (ChaskiProcess one : List.of(seed, sub, pub)) {
                    assertThat(one.errors()).isEmpty();
                    // at its own address, which the others also have, it would have connected to itself
                    assertThat(one.errLines()).noneMatch(line -> line.contains("SELF"));
                }
                assertThat(endpoints(sub))
                        .containsExactlyInAnyOrder(
                                "tcp://" + ThreeMachines.address(SUBSCRIBER) + ":7601",
                                "tcp://" + ThreeMachines.containers() + ":7601");
                assertThat(endpoints(seed)).noneMatch(endpoint -> endpoint.contains("[::]"));

                skipOn(machines.addAddress(SEED, "192.0.2.101"));
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> nodes(machines).contains("\"tcp://192.0.2.101:7601\""));
            }
        }
    }

    private ChaskiProcess start(ThreeMachines machines, int machine, String command) throws Exception {
        return ChaskiProcess.shell(folder, machines.shell(machine, command));
    }

    private String nodes(ThreeMachines machines) throws Exception {
        try (ChaskiProcess nodes = start(machines, PUBLISHER, "\"$CHASKI\" nodes --json" + JOIN)) {
            assertThat(nodes.status()).as("%s", nodes.errLines()).isEqualTo(ExitStatus.OK);
            return nodes.out();
        }
    }

    private static List<String> endpoints(ChaskiProcess process) {
        String line = process.ready();
        return List.of(line.substring(line.indexOf("endpoints=") + "endpoints=".length())
                .split(","));
    }

    private static String numbers() {
        return IntStream.rangeClosed(1, LINES).mapToObj(i -> i + "\n").collect(Collectors.joining());
    }

    private static void skipOn(Optional<String> failure) {
        failure.ifPresent(reason -> System.out.println("skipped, three machines need root and ip(8): " + reason));
        assumeTrue(failure.isEmpty(), () -> "skipped, three machines need root and ip(8): " + failure);
    }
}
