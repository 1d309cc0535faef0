package chaski.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandIT {

    private static final int MESSAGES = 30_000;

    @TempDir
    private Path folder;

    @Test
    @Tag("slow")
    void nothingIsLostOrRepeatedWhileLinksAreKilledAndTransportsAreSwapped() throws IOException {
        MemoryTerminal terminal = new MemoryTerminal();

        int status = terminal.run(
                "demo", "--json", "--messages", Integer.toString(MESSAGES), "--transcript", folder.toString());

        List<String> lines = terminal.outLines();
        assertThat(terminal.errLines()).isEmpty();
        assertThat(lines)
                .contains("{\"event\":\"called\",\"caller\":\"B\",\"server\":\"C\",\"target\":21.0,\"above\":2.5,"
                        + "\"steps\":[19.0,20.0,21.0],\"fahrenheit\":[69.8,69.8]}");
        assertThat(lines.get(lines.size() - 1))
                .matches("\\{\"event\":\"summary\",\"nodes\":3,\"published\":30000,\"delivered\":60000,"
                        + "\"linksKilled\":[1-9][0-9]*,\"framework\":\"felix\",\"transportRestarts\":[1-9][0-9]*,"
                        + "\"swaps\":[1-9][0-9]*,\"links\":\\[\"tcp\",\"udp\"[^]]*],"
                        + "\"lost\":0,\"repeated\":0}");
        assertThat(status).isEqualTo(ExitStatus.OK);
        assertThat(terminal.errLines()).isEmpty();
        List<String> everyNumber =
                LongStream.rangeClosed(1, MESSAGES).mapToObj(Long::toString).toList();
        assertThat(Files.readAllLines(folder.resolve("A.txt"))).isEqualTo(everyNumber);
        assertThat(Files.readAllLines(folder.resolve("C.txt"))).isEqualTo(everyNumber);
    }

    @Test
    @Tag("slow")
    void nothingIsLostWhileCertificatesAndTheirAuthorityAreReplacedAndANodeIsRevoked() {
        MemoryTerminal terminal = new MemoryTerminal();

        int status = terminal.run("demo", "--secure", "--json");

        List<String> lines = terminal.outLines();
        assertThat(lines).filteredOn(line -> line.contains("\"rotated\"")).hasSize(3);
        assertThat(lines).filteredOn(line -> line.contains("\"refused\"")).hasSize(1);
        assertThat(lines)
                .filteredOn(line -> line.contains("\"swapped\""))
                .hasSize(OS.current() == OS.LINUX ? 1 : 0)
                .allMatch(line -> line.contains("\"quic\",\"tcp\"]"));
        assertThat(lines.get(lines.size() - 1))
                .matches("\\{\"event\":\"summary\",\"nodes\":3,\"published\":[1-9][0-9]*,\"rotations\":4,"
                        + "\"revokedAfterMillis\":[0-9]{1,4},\"lost\":0,\"repeated\":0}");
        assertThat(status).isEqualTo(ExitStatus.OK);
    }

    @Test
    void signalEndsTheDemoWithOneLine() {
        MemoryTerminal terminal = new MemoryTerminal();
        terminal.terminal().stop().request();

        int status = terminal.run("demo");

        assertThat(status).isEqualTo(ExitStatus.FAILURE);
        assertThat(terminal.errLines()).containsExactly("chaski: the demo was ended before it was over");
        assertThat(Thread.interrupted()).isFalse();
    }
}
