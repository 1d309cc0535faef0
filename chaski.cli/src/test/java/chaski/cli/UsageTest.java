package chaski.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {

    private final MemoryTerminal terminal = new MemoryTerminal();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sub",
                "sub lab.>.x",
                "sub lab.x --count 0",
                "sub lab.x --count many",
                "pub",
                "pub lab.x",
                "pub lab.* message",
                "pub lab..x message",
                "pub lab.x message --lines",
                "pub lab.x message --rate 0",
                "pub lab.x message --rate NaN",
                "pub lab.x message --await -1",
                "pub lab.x --count -1",
                "node --listen 127.0.0.1:7601",
                "node --join tcp://host",
                "node --advertise nonsense",
                "node --advertise tcp://gateway.example:0",
                "node --name ",
                "node --topic a..b",
                "node --resume-timeout -1",
                "node --resume-timeout 3601",
                "ping",
                "ping alice",
                "ping tcp://host",
                "ping tcp://127.0.0.1:1 --size -1",
                "ping tcp://127.0.0.1:1 --size 16385",
                "ping tcp://127.0.0.1:1 --count -1",
                "serve",
                "serve calc",
                "serve =chaski.examples.Calculator",
                "call",
                "call calc --join tcp://127.0.0.1:1",
                "call calc add",
                "call calc add --join tcp://127.0.0.1:1 --timeout 0",
                "get calc",
                "get calc precision",
                "set calc precision --join tcp://127.0.0.1:1",
                "nodes",
                "demo --messages 0",
                "bench extra",
                "bench --payload 1"
            })
    void wrongUsageEndsWithTwoAndShowsTheUsageOnStandardError(String line) {
        int status = terminal.run(line.isEmpty() ? new String[0] : line.split(" ", -1));

        assertThat(status).isEqualTo(ExitStatus.USAGE);
        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.errLines()).anyMatch(text -> text.startsWith("Usage: chaski"));
    }

    @ParameterizedTest
    @CsvSource({
        "frobnicate, unknown command 'frobnicate'; See chaski --help",
        "nod, 'unknown command ''nod'', did you mean ''node''? See chaski --help'",
        "nodse, 'unknown command ''nodse'', did you mean ''nodes''? See chaski --help'",
        "severe, 'unknown command ''severe'', did you mean ''serve''? See chaski --help'",
        "--verison, 'unknown option ''--verison'', did you mean ''--version''? See chaski --help'",
        "sub lab.x --jion tcp://h:1, 'unknown option ''--jion'', did you mean ''--join''? See chaski sub --help'",
        "sub lab.x --conut=5, 'unknown option ''--conut'', did you mean ''--count''? See chaski sub --help'",
        "sub lab.x lab.y, unknown argument 'lab.y'; See chaski sub --help",
        "sub lab.x --relay, unknown option '--relay'; See chaski sub --help",
        "node --console 8080, unknown option '--console'; See chaski node --help",
        "demo extra, unknown argument 'extra'; See chaski demo --help"
    })
    void aMistypedArgumentIsOneLineWithTheMostSimilarOne(String line, String answer) {
        int status = terminal.run(line.split(" ", -1));

        assertThat(status).isEqualTo(ExitStatus.USAGE);
        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.errLines()).containsExactly("chaski: " + answer);
    }

    @Test
    void versionIsOneLineOnStandardOutput() {
        assertThat(terminal.run("--version")).isEqualTo(ExitStatus.OK);

        assertThat(terminal.outLines())
                .singleElement()
                .asString()
                .startsWith("chaski ")
                .endsWith(" (Java " + Runtime.version() + ")");
        assertThat(terminal.errLines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "demo", "node", "pub", "sub", "ping", "nodes", "container", "bench"})
    void helpIsShownOnStandardOutputAndIsASuccess(String command) {
        int status = terminal.run((command + " --help").strip().split(" "));

        assertThat(status).isEqualTo(ExitStatus.OK);
        assertThat(terminal.out()).contains("Usage: chaski", "--help");
        assertThat(terminal.errLines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--version", "pub --help", "bench --help"})
    void standardOutputThatAcceptsNothingIsAFailureInOneLine(String line) {
        int status = ChaskiCommand.run(terminal.writingTo(full("No space left on device")), line.split(" "));

        assertThat(status).isEqualTo(ExitStatus.FAILURE);
        assertThat(terminal.errLines())
                .containsExactly("chaski: cannot write to standard output: No space left on device");
    }

    @Test
    void aReaderThatHasLeftIsNoFailure() {
        int status = ChaskiCommand.run(terminal.writingTo(full("Broken pipe")), "--help");

        assertThat(status).isEqualTo(ExitStatus.OK);
        assertThat(terminal.errLines()).isEmpty();
    }

    @Test
    void anEarlierFailureIsNotHiddenByStandardOutput() {
        int status = ChaskiCommand.run(terminal.writingTo(full("No space left on device")), "nodse");

        assertThat(status).isEqualTo(ExitStatus.USAGE);
        assertThat(terminal.errLines()).singleElement().asString().contains("unknown command 'nodse'");
    }

    private static OutputStream full(String reason) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"gr\uFFFD\uFFFDe", "\uFFFD"})
    void anArgumentThatCouldNotBeReadIsNotSentOn(String message) {
        int status = terminal.run("pub", "t", message);

        assertThat(status).isEqualTo(ExitStatus.USAGE);
        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.errLines()).singleElement().asString().contains("not text in the encoding", "C.UTF-8");
    }

    @Test
    void wrongEndpointInTheEnvironmentIsReportedByItsVariable() {
        MemoryTerminal strange =
                new MemoryTerminal(Map.of("CHASKI_JOIN", "tcp://127.0.0.1:1,nonsense"), InputStream.nullInputStream());

        int status = strange.run("nodes");

        assertThat(status).isEqualTo(ExitStatus.USAGE);
        assertThat(strange.errLines().get(0)).contains("CHASKI_JOIN", "nonsense");
    }

    @Test
    void helpNamesNoOptionThatIsNotBuilt() {
        terminal.run("node", "--help");

        assertThat(terminal.out()).doesNotContain("--relay", "--console");
    }
}
