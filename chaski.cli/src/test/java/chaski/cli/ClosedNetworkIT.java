package chaski.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the README that close a network, and what those get who do not belong to it. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ClosedNetworkIT {

    private static final int LINES = 20_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private IssuedByCommand issued;

    @BeforeEach
    void createAuthority() throws Exception {
        issued = IssuedByCommand.of(folder, "receiver", "sender");
    }

    private String identity(String name) {
        return issued.identity(name);
    }

    @Test
    void streamIsExactAndAStrangerIsRefusedInOneLine() throws Exception {
        try (ChaskiProcess sub = ChaskiProcess.start(
                folder, "sub", "lab.>", "--count", String.valueOf(LINES), "--identity", identity("receiver"))) {
            String endpoint = sub.endpoint();
            try (ChaskiProcess stranger = ChaskiProcess.start(folder, "ping", endpoint, "--count", "1")) {
                assertThat(stranger.status()).isEqualTo(ExitStatus.FAILURE);
                assertThat(stranger.out()).isEmpty();
                assertThat(stranger.errors()).singleElement().asString().contains("TLS");
            }
            assertThat(sub.errLines())
                    .filteredOn(line -> line.startsWith("EVENT refused"))
                    .singleElement()
                    .asString()
                    .contains("refused.tls", "does not use TLS");

            try (ChaskiProcess pub = ChaskiProcess.start(
                    folder,
                    "pub",
                    "lab.x",
                    "--count",
                    String.valueOf(LINES),
                    "--await",
                    "1",
                    "--identity",
                    identity("sender"),
                    "--join",
                    endpoint)) {
                assertThat(pub.status()).as("%s", pub.errLines()).isEqualTo(ExitStatus.OK);
                assertThat(sub.status()).as("%s", sub.errLines()).isEqualTo(ExitStatus.OK);
                assertThat(sub.out())
                        .isEqualTo(IntStream.rangeClosed(1, LINES)
                                .mapToObj(i -> i + "\n")
                                .collect(Collectors.joining()));
                assertThat(pub.errors()).isEmpty();
                assertThat(sub.errors()).isEmpty();
            }
        }
    }

    @Test
    void aRevokedIdentityCannotJoin() throws Exception {
        issued.ca("revoke", "sender");
        issued.ca("issue", "receiver", "--out", identity("receiver"), "--renew"); // brings the list of revocations
        try (ChaskiProcess node = ChaskiProcess.start(folder, "node", "--identity", identity("receiver"))) {
            String endpoint = node.endpoint();
            try (ChaskiProcess revoked =
                    ChaskiProcess.start(folder, "ping", endpoint, "--count", "1", "--identity", identity("sender"))) {
                assertThat(revoked.status()).isEqualTo(ExitStatus.FAILURE);
                assertThat(revoked.errors()).hasSize(1);
            }
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(node.errLines())
                    .anyMatch(line -> line.startsWith("EVENT refused")
                            && line.contains("refused.certificate")
                            && line.contains("REVOKED")));
        }
    }
}
