package chaski.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chaski.api.security.Credentials;
import chaski.security.IdentityDirectory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a token to an identity, to its renewal and its end, by the commands that people type; each refusal with its reason on both sides. */
class EnrollCommandTest {

    @TempDir
    Path directory;

    private MemoryTerminal last = new MemoryTerminal();
    private RunningCommand server;
    private String address;

    @BeforeEach
    void serve() {
        assertThat(run("ca", "init", "--ca", path("ca"), "--domain", "example.org"))
                .isEqualTo(ExitStatus.OK);
        server = RunningCommand.start("ca", "serve", "--ca", path("ca"), "--listen", "127.0.0.1:0");
        address = address(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String address(RunningCommand serving) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !serving.isRunning() || !serving.terminal().out().isEmpty());
        String ready = serving.terminal().outLines().get(0);
        assertThat(ready).matches("READY url=https://127.0.0.1:[0-9]+ fingerprint=[A-Za-z0-9_-]{43}");
        return ready.replaceAll("READY url=https://(\\S+) .*", "$1");
    }

    private int run(String... args) {
        return run(Map.of(), args);
    }

    private int run(Map<String, String> environment, String... args) {
        last = new MemoryTerminal(environment, new ByteArrayInputStream(new byte[0]));
        return last.run(args);
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    private String token(String name, String... more) {
        String[] args = {"ca", "token", name, "--ca", path("ca")};
        String[] all = java.util.Arrays.copyOf(args, args.length + more.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        assertThat(run(all)).as("%s", last.errLines()).isEqualTo(ExitStatus.OK);
        return last.outLines().get(0);
    }

    private int enroll(String token, String name) {
        return run("enroll", "--ca", address, "--token", token, path(name));
    }

    private void fails(int status, String reason) {
        assertThat(status).isEqualTo(ExitStatus.FAILURE);
        assertThat(last.out()).isEmpty();
        assertThat(last.errLines()).singleElement().asString().contains(reason);
    }

    private void serverReports(String reason) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> server.terminal().out().contains(reason));
    }

    private Credentials identity(String name) {
        try (IdentityDirectory opened = IdentityDirectory.open(directory.resolve(name))) {
            return opened.current();
        }
    }

    @Test
    void aTokenBecomesAnIdentityThatIsRenewedAndEndsWhenItIsRevoked() throws IOException {
        assertThat(enroll(token("plant/ingest", "--days", "3"), "ingest")).isEqualTo(ExitStatus.OK);
        assertThat(last.out()).startsWith("enrolled spiffe://example.org/plant/ingest in ");
        Credentials first = identity("ingest");
        assertThat(first.identity()).hasToString("spiffe://example.org/plant/ingest");
        serverReports("issued spiffe://example.org/plant/ingest for 127.0.0.1, serial ");

        assertThat(run("renew", path("ingest"), "--within", "1d")).isEqualTo(ExitStatus.OK);
        assertThat(last.out()).startsWith("fetched the list of revocations");
        assertThat(identity("ingest").certificate()).isEqualTo(first.certificate());

        assertThat(run("renew", path("ingest"))).isEqualTo(ExitStatus.OK);
        assertThat(last.out()).startsWith("renewed spiffe://example.org/plant/ingest in ");
        Credentials second = identity("ingest");
        assertThat(second.certificate().getPublicKey())
                .isNotEqualTo(first.certificate().getPublicKey());
        serverReports("renewed spiffe://example.org/plant/ingest for 127.0.0.1");
        assertThat(run("ca", "renew", path("ingest"), "--ca", path("ca"))).isEqualTo(ExitStatus.OK);
        assertThat(identity("ingest").certificate()).isNotEqualTo(second.certificate());

        assertThat(run("ca", "revoke", "plant/ingest", "--ca", path("ca"))).isEqualTo(ExitStatus.OK);
        assertThat(last.outLines()).hasSize(3).element(1).asString().startsWith("next: ");
        fails(
                run("renew", path("ingest")),
                "REVOKED: the certificate of spiffe://example.org/plant/ingest was revoked");
        serverReports("refused 127.0.0.1: REVOKED");
        fails(run("ca", "renew", path("ingest"), "--ca", path("ca")), "REVOKED");
        assertThat(run("renew", path("ingest"), "--revocations")).isEqualTo(ExitStatus.OK);
        fails(run("renew", path("ingest")), "REVOKED");
    }

    @Test
    void theKeyIsReadableByItsOwnerOnly() throws IOException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
        enroll(token("a"), "a");

        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(directory.resolve("a").resolve("key.pem"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(directory.resolve("ca").resolve("tokens.txt"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aTokenIsUsedOnce() {
        String token = token("a");
        assertThat(enroll(token, "a")).isEqualTo(ExitStatus.OK);

        fails(enroll(token, "thief"), "TOKEN_USED: the token ");
        serverReports("refused 127.0.0.1: TOKEN_USED");
        assertThat(directory.resolve("thief")).doesNotExist();
    }

    @Test
    void anUnknownTokenIsRefused() {
        String[] parts = token("a").split("\\.");
        String[] other = token("a").split("\\.");

        fails(enroll(String.join(".", parts[0], parts[1], other[2], parts[3]), "a"), "TOKEN_UNKNOWN");
        serverReports("refused 127.0.0.1: TOKEN_UNKNOWN");
    }

    @Test
    void theServerOfAnotherAuthorityNeverReceivesTheToken() {
        run("ca", "init", "--ca", path("other"), "--domain", "example.org");
        run("ca", "token", "a", "--ca", path("other"));
        String foreign = last.outLines().get(0);

        fails(enroll(foreign, "a"), "another authority answers there");
        assertThat(last.errLines().get(0)).contains("The token was not sent");
        serverReports("the client does not accept this authority");
    }

    @Test
    void aTokenForAnotherNameIsRefusedAndStaysUsable() {
        String token = token("a");

        fails(
                run("enroll", "--ca", address, "--token", token, "--name", "spiffe://example.org/b", path("b")),
                "OTHER_IDENTITY");
        serverReports("refused 127.0.0.1: OTHER_IDENTITY");
        assertThat(enroll(token, "a")).isEqualTo(ExitStatus.OK);
    }

    @Test
    void filesOfAnIdentityAreReplacedOnRequestAndOnlyByTheSame() throws IOException {
        enroll(token("a"), "a");
        String before = Files.readString(directory.resolve("a").resolve("key.pem"));
        String again = token("a");

        fails(enroll(again, "a"), "there is the identity spiffe://example.org/a in");
        String other = token("b");
        fails(run("enroll", "--ca", address, "--token", other, "--replace", path("a")), "OTHER_IDENTITY");
        assertThat(Files.readString(directory.resolve("a").resolve("key.pem"))).isEqualTo(before);

        assertThat(run("enroll", "--ca", address, "--token", again, "--replace", path("a")))
                .isEqualTo(ExitStatus.OK);
        assertThat(Files.readString(directory.resolve("a").resolve("key.pem"))).isNotEqualTo(before);
        assertThat(identity("a").identity()).hasToString("spiffe://example.org/a");
    }

    @Test
    void theTokenComesFromAFileOrTheEnvironment() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), token("a") + "\n");
        assertThat(run("enroll", "--ca", address, "--token-file", file.toString(), path("a")))
                .isEqualTo(ExitStatus.OK);
        assertThat(run(Map.of("CHASKI_TOKEN", token("b")), "enroll", "--ca", address, path("b")))
                .isEqualTo(ExitStatus.OK);
    }

    @Test
    void aCertificateOfAnotherAuthorityCannotRenew() throws IOException {
        run("ca", "init", "--ca", path("other"), "--domain", "example.org");
        run("ca", "issue", "a", "--ca", path("other"), "--out", path("a"));

        fails(run("renew", path("a"), "--ca", address), "another authority answers there");
        serverReports("the client does not accept this authority");

        // Trusting the authority of the server is not enough.
        Path trust = directory.resolve("a").resolve("trust.pem");
        Files.writeString(
                trust,
                Files.readString(trust)
                        + Files.readString(directory.resolve("ca").resolve("ca.pem")));
        fails(run("renew", path("a"), "--ca", address), "NOT_ISSUED");
        serverReports("refused 127.0.0.1: NOT_ISSUED");
    }

    @Test
    void aTokenDoesNotOutliveItsTime() {
        fails(run("enroll", "--ca", address, "--token", "chaski1.cut.off", path("a")), "expected a token");
        assertThat(run("ca", "token", "a", "--ca", path("ca"), "--ttl", "8d")).isEqualTo(ExitStatus.USAGE);
        assertThat(run("ca", "token", "a", "--ca", path("ca"), "--ttl", "ten")).isEqualTo(ExitStatus.USAGE);
        assertThat(run("ca", "token", "a", "--ca", path("ca"), "--days", "0")).isEqualTo(ExitStatus.USAGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "enroll dir",
                "enroll --ca host:1 dir",
                "enroll --ca host --token x dir",
                "enroll --ca host:1 --token x --token-file y dir",
                "renew",
                "ca renew",
                "ca token",
                "ca serve --listen nowhere",
                "ca serve --listen 127.0.0.1:99999"
            })
    void wrongUsageEndsWithTwo(String line) {
        assertThat(run(line.split(" "))).as("%s", last.errLines()).isEqualTo(ExitStatus.USAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"enroll", "renew", "ca token", "ca serve", "ca renew", "ca list"})
    void helpIsASuccess(String command) {
        assertThat(run((command + " --help").split(" "))).isEqualTo(ExitStatus.OK);
        assertThat(last.out()).contains("Usage: chaski " + command);
    }

    @Test
    void whatCannotBeReachedIsReportedInOneLine() throws IOException {
        server.close();
        String token = token("a");

        fails(enroll(token, "a"), "nothing listens on " + address);
        fails(run("renew", path("none")), "there is no identity in");
        Files.createDirectories(directory.resolve("ca2"));
        Files.copy(
                directory.resolve("ca").resolve("ca.pem"),
                directory.resolve("ca2").resolve("ca.pem"),
                StandardCopyOption.REPLACE_EXISTING);
        fails(run("ca", "serve", "--ca", path("ca2"), "--listen", "127.0.0.1:0"), "there is no authority in");
        run("ca", "issue", "a", "--ca", path("ca"), "--out", path("issued"));
        fails(run("renew", path("issued")), "no server is known");
    }

    @Test
    void theListMarksWhatExpiresSoonUnlessItWasRenewed() {
        run("ca", "issue", "a", "--ca", path("ca"), "--out", path("a"), "--days", "3");
        run("ca", "issue", "b", "--ca", path("ca"), "--out", path("b"), "--days", "30");
        assertThat(run("ca", "list", "--ca", path("ca"))).isEqualTo(ExitStatus.OK);
        assertThat(last.outLines())
                .filteredOn(line -> line.contains("EXPIRES in 2 days"))
                .singleElement()
                .asString()
                .contains("spiffe://example.org/a");

        assertThat(run("ca", "list", "--ca", path("ca"), "--expiring")).isEqualTo(ExitStatus.FAILURE);
        assertThat(last.outLines()).hasSize(1);
        assertThat(run("ca", "list", "--ca", path("ca"), "--expiring", "--within", "2"))
                .isEqualTo(ExitStatus.OK);
        run("ca", "issue", "a", "--ca", path("ca"), "--out", path("a"), "--renew");
        assertThat(run("ca", "list", "--ca", path("ca"), "--expiring")).isEqualTo(ExitStatus.OK);
        assertThat(last.outLines()).isEmpty();
    }
}
