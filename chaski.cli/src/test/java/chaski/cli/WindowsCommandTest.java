package chaski.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code bin/chaski.cmd} starts what {@code bin/chaski} starts. No Windows runs these tests, so the scripts are compared. */
class WindowsCommandTest {

    private static final Path BIN = Path.of("..", "bin");

    /** An option of the JVM, or the class that it runs, in the line that starts it. */
    private static final Pattern JVM_ARGUMENT = Pattern.compile("(?<=\\s)(?:-XX:|--|-D)\\S+|chaski\\.cli\\.\\w+");

    @Test
    void bothStartTheSameClassWithTheSameOptions() throws IOException {
        assertThat(jvmArguments("chaski.cmd", "\"%java%\" -XX:"))
                .isEqualTo(jvmArguments("chaski", "exec \"$java\""))
                .contains("chaski.cli.Main")
                .hasSizeGreaterThan(3);
    }

    @Test
    void bothKnowTheSameVariables() throws IOException {
        assertThat(text("chaski.cmd")).contains("%CHASKI_JAVA_OPTS%", "%JAVA_HOME%\\bin\\java.exe");
        assertThat(text("chaski")).contains("${CHASKI_JAVA_OPTS:-}", "$JAVA_HOME/bin/java");
    }

    @Test
    void bothBuildTheSameModule() throws IOException {
        String goals = "-B -ntp -Pquick -DskipTests -pl chaski.cli -am package";
        assertThat(text("chaski")).contains(goals);
        assertThat(text("chaski.cmd")).contains(goals);
    }

    /** With other line ends, the shell of Windows misses labels. */
    @Test
    void everyLineEndsAsWindowsExpects() throws IOException {
        assertThat(text("chaski.cmd").split("\n"))
                .hasSizeGreaterThan(20)
                .allMatch(line -> line.endsWith("\r"))
                .allMatch(line -> line.chars().allMatch(c -> c < 128));
    }

    @Test
    void everyJumpHasALabel() throws IOException {
        String script = text("chaski.cmd");
        List<String> labels = find(script, "(?m)^:(\\w+)$");

        assertThat(labels).doesNotHaveDuplicates();
        assertThat(find(script, "goto :(\\w+)")).isNotEmpty().isSubsetOf(labels);
    }

    private static List<String> jvmArguments(String script, String start) throws IOException {
        String text = text(script);
        int at = text.lastIndexOf(start);
        assertThat(at).as("%s has %s", script, start).isNotNegative();
        String line = text.substring(at).split("chaski\\.cli\\.Main", 2)[0] + "chaski.cli.Main";
        return JVM_ARGUMENT
                .matcher(line)
                .results()
                .map(result -> result.group())
                .toList();
    }

    private static List<String> find(String text, String regex) {
        return Pattern.compile(regex)
                .matcher(text)
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    private static String text(String script) throws IOException {
        return Files.readString(BIN.resolve(script));
    }
}
