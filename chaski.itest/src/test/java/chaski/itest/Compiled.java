package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** Users' modules, compiled against the built jars by the Java that runs the tests. */
final class Compiled {

    /** The example of a modular application. */
    static final Path GREETER = Built.ROOT.resolve("chaski.examples").resolve("modular");

    /** Programs that only tests run. */
    static final Path TEST_MODULES = Path.of("src", "test", "modules").toAbsolutePath();

    private Compiled() {}

    /**
     * Compiles a module; every warning is an error, except that of automatic modules.
     *
     * @param sources the folder of its {@code module-info.java}
     * @param work the folder for the classes
     * @return the folder of the classes
     */
    static Path module(Path sources, Path work) throws IOException {
        Path classes = work.resolve("classes");
        List<String> args = new ArrayList<>(List.of("-Xlint:all,-requires-automatic", "-Werror", "--release", "17"));
        // known to the compiler, so that a module may open itself to it without requiring it
        args.addAll(List.of(
                "-p", Built.JARS + File.pathSeparator + Built.ADAPTERS, "--add-modules", "tools.jackson.databind"));
        args.addAll(List.of("-cp", sources.toString(), "-d", classes.toString()));
        try (Stream<Path> files = Files.walk(sources)) {
            files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(args::add);
        }
        StringWriter output = new StringWriter();
        PrintWriter out = new PrintWriter(output, true);
        int status = ToolProvider.findFirst("javac").orElseThrow().run(out, out, args.toArray(String[]::new));
        assertThat(status).as("status of javac, which printed: %s", output).isZero();
        return classes;
    }
}
