package chaski.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TextTableTest {

    private final TextTable table =
            new TextTable("NAME", "STATE").row("a", "alive").row("longer", "").row("x\ty\nz", 1);

    @Test
    void onATerminalColumnsAreAlignedBelowAHeader() {
        assertThat(printed(true)).containsExactly("NAME    STATE", "a       alive", "longer  -", "x y z   1");
    }

    @Test
    void elsewhereRowsAreSeparatedByTabsThatNoValueContains() {
        assertThat(printed(false)).containsExactly("a\talive", "longer\t-", "x y z\t1");
    }

    @Test
    void aRowHasAValueForEachColumn() {
        assertThatThrownBy(() -> table.row("a")).isInstanceOf(IllegalArgumentException.class);
    }

    private List<String> printed(boolean terminal) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        table.print(new PrintStream(out, true, StandardCharsets.UTF_8), terminal);
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
