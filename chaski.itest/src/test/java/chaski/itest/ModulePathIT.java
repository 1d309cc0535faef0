package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A module of a user's, which requires {@code chaski.api} only, is compiled and run on the module path. */
final class ModulePathIT {

    private static final String MODULE = """
            module consumer {
                requires chaski.api;
            }
            """;

    private static final String MAIN = """
            package consumer;

            import chaski.api.Topic;

            public class Main {
                public static void main(String[] args) {
                    ModuleLayer.boot().modules().stream()
                            .map(Module::getName)
                            .filter(name -> name.startsWith("chaski."))
                            .sorted()
                            .forEach(System.out::println);
                    System.out.println(Topic.class.getModule());
                }
            }
            """;

    @Test
    void consumerCompilesWithoutTheAnnotationsAndRuns(@TempDir Path work) throws Exception {
        Path classes = compile(work, MODULE, MAIN);

        JavaProcess.Result result = JavaProcess.run(
                work,
                List.of(
                        "-p",
                        Built.JARS + File.pathSeparator + classes,
                        "--add-modules",
                        "chaski.node,chaski.streamer,chaski.transport.tcp,chaski.codec.jackson",
                        "-m",
                        "consumer/consumer.Main"));

        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        assertThat(result.out().lines())
                .contains("chaski.node", "chaski.streamer", "chaski.transport.tcp", "chaski.codec.jackson")
                .endsWith("module chaski.api");
    }

    private static Path compile(Path work, String module, String main) throws Exception {
        Path sources = Files.createDirectories(work.resolve("src"));
        Path classes = work.resolve("classes");
        Files.createDirectories(sources.resolve("consumer"));
        Files.writeString(sources.resolve("module-info.java"), module);
        Files.writeString(sources.resolve("consumer/Main.java"), main);
        ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
        int status = javac.run(
                System.out,
                System.err,
                "-Xlint:all",
                "-Werror",
                "-cp",
                sources.toString(),
                "-p",
                Built.JARS.toString(),
                "-d",
                classes.toString(),
                sources.resolve("module-info.java").toString(),
                sources.resolve("consumer/Main.java").toString());
        assertThat(status)
                .as("javac's exit status; its messages are on the console")
                .isZero();
        return classes;
    }
}
