package chaski.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServedClassesTest {

    @TempDir
    private Path folder;

    private Path classes;
    private Path jars;

    /** {@code lab.Greeter} in a folder, and {@code lab.Words}, which it needs, in a jar. */
    @BeforeEach
    void compile() throws Exception {
        classes = Files.createDirectories(folder.resolve("classes"));
        jars = Files.createDirectories(folder.resolve("jars"));
        Path lab = Files.createDirectories(folder.resolve("src/lab"));
        Path greeter = lab.resolve("Greeter.java");
        Path words = lab.resolve("Words.java");
        Files.writeString(
                greeter,
                "package lab; public class Greeter {"
                        + " public String greet(String name) { return Words.HELLO.concat(name); } }");
        Files.writeString(
                words, "package lab; public class Words { static final String HELLO = new String(\"hello \"); }");
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", classes.toString(), greeter.toString(), words.toString());
        assertThat(status).isZero();
        Path compiled = classes.resolve("lab/Words.class");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(jars.resolve("words.jar")))) {
            jar.putNextEntry(new JarEntry("lab/Words.class"));
            jar.write(Files.readAllBytes(compiled));
        }
        Files.delete(compiled);
    }

    @Test
    void classesComeFromFoldersAndJars() throws Exception {
        for (Path words : new Path[] {jars.resolve("words.jar"), jars.resolve("*")}) {
            try (ServedClasses served = ServedClasses.on(classes + File.pathSeparator + words)) {
                Object greeter = served.instance("lab.Greeter");

                assertThat(greeter.getClass().getMethod("greet", String.class).invoke(greeter, "bob"))
                        .isEqualTo("hello bob");
            }
        }
    }

    @Test
    void shippedClassesAreThereWithoutAClassPath() throws Exception {
        try (ServedClasses served = ServedClasses.on(null)) {
            assertThat(served.instance("chaski.examples.Calculator")).isNotNull();
        }
    }

    @Test
    void aClassThatIsNotThereNamesTheOption() throws Exception {
        try (ServedClasses served = ServedClasses.on(jars.resolve("words.jar").toString())) {
            assertThatThrownBy(() -> served.instance("lab.Greeter"))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("lab.Greeter")
                    .hasMessageContaining("--classpath");
        }
    }

    @Test
    void aPlaceThatDoesNotExistIsNamed() {
        String missing = folder.resolve("missing.jar").toString();

        assertThatThrownBy(() -> ServedClasses.on(classes + File.pathSeparator + missing))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(missing);
        assertThatThrownBy(() -> ServedClasses.on(missing + File.separator + "*"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(missing);
    }
}
