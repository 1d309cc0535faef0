package chaski.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityOptionsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final MemoryTerminal terminal = new MemoryTerminal();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "node --listen tcp://0.0.0.0:0",
                "node --listen tcp://[::]:0",
                "node --listen udp://0.0.0.0:0",
                "node --join tcp://192.0.2.1:7601",
                "sub lab.x --join tcp://192.0.2.1:7601",
                "pub lab.x message --join udp://192.0.2.1:7601",
                "serve calc=chaski.examples.Calculator --listen tcp://0.0.0.0:0",
                "call calc add 1 2 --join tcp://192.0.2.1:7601",
                "ping tcp://192.0.2.1:7601",
                "nodes --join tcp://192.0.2.1:7601"
            })
    void withoutAnIdentityOtherMachinesAreRefusedInOneLineWithBothWaysOut(String line) {
        assertThat(terminal.run(line.split(" "))).isEqualTo(ExitStatus.FAILURE);

        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.errLines())
                .singleElement()
                .asString()
                .startsWith("chaski: cannot use ")
                .contains("--identity DIR", "--insecure");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "node --insecure --identity hub",
                "node --instance one",
                "node --insecure --instance one",
                "node --identity hub --instance ",
                "ping tcp://127.0.0.1:1 --insecure --identity hub",
                "nodes --join tcp://127.0.0.1:1 --insecure --identity hub"
            })
    void contradictionsAreWrongUsage(String line) {
        assertThat(terminal.run(line.split(" ", -1))).isEqualTo(ExitStatus.USAGE);

        assertThat(terminal.errLines()).anyMatch(text -> text.startsWith("Usage: chaski"));
    }

    @Test
    void anIdentityThatIsNotThereIsOneLine() {
        String missing = folder.resolve("none").toString();

        assertThat(terminal.run("node", "--identity", missing)).isEqualTo(ExitStatus.FAILURE);

        assertThat(terminal.errLines()).singleElement().asString().contains(missing, "cert.pem");
    }

    @Test
    void insecureIgnoresTheIdentityOfTheEnvironment() {
        Map<String, String> environment =
                Map.of("CHASKI_IDENTITY", folder.resolve("none").toString());
        MemoryTerminal failing = new MemoryTerminal(environment, InputStream.nullInputStream());
        assertThat(failing.run("node")).isEqualTo(ExitStatus.FAILURE);

        try (RunningCommand node = RunningCommand.startIn(environment, "node", "--insecure")) {
            assertThat(node.endpoint()).startsWith("tcp://127.0.0.1:");
        }
    }

    @Test
    void nodesOfOneAuthorityExchangeMessagesAndKeepTheirIdsByTheirInstances() {
        issue("ca", "receiver", "sender");
        String receiver = identity("receiver");
        try (RunningCommand sub = RunningCommand.start(
                        "sub", "lab.>", "--count", "3", "--identity", receiver, "--instance", "one");
                RunningCommand pub = RunningCommand.startIn(
                        Map.of("CHASKI_IDENTITY", identity("sender")),
                        "pub",
                        "lab.x",
                        "--count",
                        "3",
                        "--await",
                        "1",
                        "--join",
                        sub.endpoint())) {
            assertThat(pub.status()).as("%s", pub.terminal().errLines()).isEqualTo(ExitStatus.OK);
            assertThat(sub.status()).as("%s", sub.terminal().errLines()).isEqualTo(ExitStatus.OK);
            assertThat(sub.terminal().outLines()).containsExactly("1", "2", "3");
            try (RunningCommand again = RunningCommand.start("node", "--identity", receiver, "--instance", "one")) {
                assertThat(again.ready().group(2)).isEqualTo(sub.ready().group(2));
            }
        }
    }

    @Test
    void aNodeWithoutIdentityIsRefusedAndBothSidesPrintWhy() {
        issue("ca", "hub");
        try (RunningCommand hub = RunningCommand.start("node", "--identity", identity("hub"));
                RunningCommand stranger = RunningCommand.start("sub", "lab.x", "--join", hub.endpoint())) {
            awaitLine(stranger, "EVENT ", "TLS");
            awaitLine(hub, "EVENT refused", "refused.tls");
            try (RunningCommand ping = RunningCommand.start("ping", hub.endpoint(), "--count", "1")) {
                assertThat(ping.status()).isEqualTo(ExitStatus.FAILURE);
                assertThat(errors(ping)).singleElement().asString().contains("TLS");
            }
        }
    }

    @Test
    void aNodeWithAnIdentityJoinsNoOpenNode() {
        issue("ca", "stranger");
        try (RunningCommand hub = RunningCommand.start("node");
                RunningCommand stranger = RunningCommand.start(
                        "sub", "lab.x", "--identity", identity("stranger"), "--join", hub.endpoint())) {
            awaitLine(stranger, "EVENT unreachable", "TLS");
            awaitLine(hub, "EVENT refused", "the other side uses TLS, and this node does not");
        }
    }

    @Test
    void anIdentityOfAnotherAuthorityIsRefusedAndBothSidesPrintWhy() {
        issue("ca", "hub");
        issue("other", "stranger");
        try (RunningCommand hub = RunningCommand.start("node", "--identity", identity("hub"));
                RunningCommand stranger = RunningCommand.start(
                        "sub", "lab.x", "--identity", identity("stranger"), "--join", hub.endpoint())) {
            awaitLine(stranger, "EVENT unreachable", "UNKNOWN_AUTHORITY");
            awaitLine(hub, "EVENT refused", "refused.tls");
        }
    }

    private static void awaitLine(RunningCommand command, String start, String part) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(command.terminal().errLines())
                        .anyMatch(line -> line.startsWith(start) && line.contains(part)));
    }

    private static List<String> errors(RunningCommand command) {
        return command.terminal().errLines().stream()
                .filter(line -> !line.startsWith("EVENT "))
                .toList();
    }

    /** Creates an authority, and identities of their own directories. */
    private void issue(String authority, String... names) {
        String ca = folder.resolve(authority).toString();
        assertThat(new MemoryTerminal().run("ca", "init", "--ca", ca, "--domain", "example.org"))
                .isEqualTo(ExitStatus.OK);
        for (String name : names) {
            assertThat(new MemoryTerminal().run("ca", "issue", name, "--ca", ca, "--out", identity(name)))
                    .isEqualTo(ExitStatus.OK);
        }
    }

    private String identity(String name) {
        return folder.resolve(name).toString();
    }
}
