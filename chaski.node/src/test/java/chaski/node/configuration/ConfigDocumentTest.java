package chaski.node.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The table of keys in {@code docs/OSGI.md} is the declaration of {@link ConfigKeys}. {@code -Dchaski.golden=write}
 * rewrites it.
 */
class ConfigDocumentTest {

    private static final Path DOCUMENT = Path.of("../docs/OSGI.md");
    private static final String HEADER = "| key | default | range | live |\n|---|---|---|---|\n";

    @Test
    void theDocumentedTableIsTheDeclaration() throws IOException {
        String document = Files.readString(DOCUMENT);
        int start = document.indexOf(HEADER);
        assertThat(start).as("the table of keys in %s", DOCUMENT).isNotNegative();
        int end = document.indexOf("\n\n", start) + 1;
        String table = HEADER
                + ConfigKeys.all().values().stream()
                        .map(ConfigDocumentTest::row)
                        .collect(Collectors.joining());
        if ("write".equals(System.getProperty("chaski.golden"))) {
            Files.writeString(DOCUMENT, document.substring(0, start) + table + document.substring(end));
        } else {
            assertThat(document.substring(start, end))
                    .as("%s; if the change is meant, write it with -Dchaski.golden=write", DOCUMENT)
                    .isEqualTo(table);
        }
    }

    private static <T> String row(ConfigKey<T> key) {
        String row = "| `" + key.name() + "` | " + defaultOf(key) + " | " + range(key) + " | " + live(key) + " |\n";
        return row.replace("  ", " ");
    }

    private static <T> String defaultOf(ConfigKey<T> key) {
        String text = String.join(", ", key.type().texts(key.defaultValue()));
        String shown = key.type().isNumber() ? text : "`" + text.replace(", ", "`, `") + "`";
        String note = key.notes().defaultNote();
        if (text.isEmpty()) {
            return note.isEmpty() ? "none" : note;
        }
        return note.isEmpty() ? shown : shown + ": " + note;
    }

    private static String range(ConfigKey<?> key) {
        ConfigType<?> type = key.type();
        String note = key.notes().rangeNote();
        if (!note.isEmpty()) {
            return note;
        }
        if (!type.isNumber()) {
            return type.options().isEmpty() ? "" : "`" + String.join("`, `", type.options()) + "`";
        }
        @Nullable String bound = key.notes().lowerBound();
        String max = type.max() == Long.MAX_VALUE ? "" : String.valueOf(type.max());
        if (bound == null) {
            return type.min() + " to " + max;
        }
        String from = (key.notes().exclusive() ? "above `" : "from `") + bound + "`";
        return max.isEmpty() ? from : from + ", to " + max;
    }

    private static String live(ConfigKey<?> key) {
        String note = key.notes().liveNote();
        return key.live() ? (note.isEmpty() ? "yes" : "yes, " + note) : note;
    }
}
