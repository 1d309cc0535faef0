package chaski.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the section "Close the network" of the README, as they are written there, except for the port. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ReadmeClosedNetworkIT {

    private static final Path README = Path.of("..", "README.md");
    private static final int LINES = 200_000;
    private static final String RULE = "grants.json, which has no rule that allows it";

    @TempDir
    private Path folder;

    private List<String> commands;

    @BeforeEach
    void readCommands() throws Exception {
        String port = String.valueOf(ChaskiProcess.freePort());
        String text = Files.readString(README);
        int section = text.indexOf("### Close the network");
        int begin = text.indexOf("```sh\n", section);
        commands = text.substring(begin, text.indexOf("\n```", begin))
                .lines()
                .filter(line -> line.contains("bin/chaski"))
                .map(line -> line.replaceAll("\\s+# .*", "").replace("7601", port))
                .toList();
        assertThat(commands).hasSize(6);
        for (int i = 0; i < 3; i++) {
            succeed(commands.get(i));
        }
    }

    /** Starts a command in the folder of the test. It replaces the shell unless it is a pipe. */
    private ChaskiProcess start(String command) throws IOException {
        String line = command.replace("bin/chaski", "\"$CHASKI\"");
        return ChaskiProcess.shell(folder, "cd '" + folder + "' && " + (line.contains("|") ? line : "exec " + line));
    }

    private void succeed(String command) throws Exception {
        try (ChaskiProcess process = start(command)) {
            assertThat(process.status())
                    .as("%s: %s", command, process.errLines())
                    .isEqualTo(ExitStatus.OK);
        }
    }

    private void failWithOneLine(String command, String... parts) throws Exception {
        try (ChaskiProcess process = start(command)) {
            assertThat(process.status())
                    .as("%s: %s", command, process.errLines())
                    .isEqualTo(ExitStatus.FAILURE);
            assertThat(process.out()).isEmpty();
            assertThat(process.errors()).singleElement().asString().contains(parts);
        }
    }

    @Test
    void everyLineArrivesOnceAndANodeWithoutIdentityIsRefused() throws Exception {
        String expected =
                IntStream.rangeClosed(1, LINES).mapToObj(i -> i + "\n").collect(Collectors.joining());
        try (ChaskiProcess sub = start(commands.get(3))) {
            sub.endpoint();

            succeed(commands.get(4));
            failWithOneLine(commands.get(5), "TLS");

            sub.awaitOutput(expected.length());
            assertThat(sub.out()).isEqualTo(expected);
            assertThat(sub.errLines())
                    .anyMatch(line -> line.startsWith("EVENT refused") && line.contains("counter=refused.tls"));
        }
    }

    @Test
    void withoutTheGrantToPublishTheCommandFailsWithTheRule() throws Exception {
        withoutPublish("receiver");
        try (ChaskiProcess sub = start(commands.get(3))) {
            sub.endpoint();

            try (ChaskiProcess pub = start(commands.get(4))) {
                assertThat(pub.status()).as("%s", pub.errLines()).isEqualTo(ExitStatus.FAILURE);
                assertThat(pub.errors())
                        .last()
                        .asString()
                        .startsWith("chaski: publish lab.x is not granted by ")
                        .endsWith(", by " + RULE);
            }
            assertThat(sub.out()).isEmpty();

            withoutPublish("sender");
            failWithOneLine(commands.get(4), "publish lab.x is not granted to this node, by " + RULE);
        }
    }

    /** Removes a permission from the grants that a node began with. */
    private void withoutPublish(String node) throws IOException {
        Path grants = folder.resolve(node).resolve("grants.json");
        String text = Files.readString(grants);
        assertThat(text).contains("\"publish\", ");
        Files.writeString(grants, text.replace("\"publish\", ", ""));
    }
}
