package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files with the reviewed descriptions of artifacts, in {@code src/test/golden}.
 *
 * <p>An intended change is written with {@code -Dchaski.golden=write} and committed with its cause.
 */
final class Golden {

    private static final Path FOLDER = Path.of("src", "test", "golden");

    private Golden() {}

    /**
     * Compares a text with its golden file, or writes the file on request.
     *
     * @param name the file's name
     * @param actual the text
     */
    static void check(String name, String actual) throws IOException {
        check(FOLDER.resolve(name), actual);
    }

    /**
     * Compares a text in the same way with a file that is kept elsewhere.
     *
     * @param file the file
     * @param actual the text
     */
    static void check(Path file, String actual) throws IOException {
        if ("write".equals(System.getProperty("chaski.golden"))) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, actual);
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as("%s; if the change is meant, write it: mvn -Pquick verify -Dchaski.golden=write", file)
                .isEqualTo(actual);
    }
}
