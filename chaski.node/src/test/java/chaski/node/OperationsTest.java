package chaski.node;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.NodeEventKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The document on operations names for each event where it is reported. */
class OperationsTest {

    private static final Path PAGE = Path.of("..", "docs", "OPERATIONS.md");

    @Test
    void everyEventIsOnThePage() throws IOException {
        String page = Files.readString(PAGE);

        for (NodeEventKind kind : NodeEventKind.values()) {
            assertThat(page).contains("`" + kind.type().getSimpleName() + "`");
        }
    }
}
