package chaski.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packages, classes and methods that the document on the architecture names exist. */
final class WalksTest {

    /** {@code chaski.some.package}, {@code SomeClass}, or {@code SomeClass.someMethod}, in a code span. */
    private static final Pattern PACKAGE = Pattern.compile("`(chaski(?:\\.[a-z]+)+)`");

    private static final Pattern TYPE = Pattern.compile("`([A-Z]\\w*[a-z]\\w*)(?:[.#](\\w+)(?:\\([^`]*\\))?)?`");

    /** Names of the JDK, of OSGi, or of the tests. */
    private static final List<String> FOREIGN =
            List.of("Flow", "Promise", "ArchitectureTest", "MessageWalkTest", "SimulatedEnvironment", "ServiceLoader");

    @Test
    void everyPackageClassAndMethodThatItNamesExists() throws IOException {
        String page = Files.readString(Built.ROOT.resolve("docs").resolve("ARCHITECTURE.md"));
        Map<String, String> sources = sources();
        List<String> missing = new ArrayList<>();
        int named = 0;
        for (Matcher pack = PACKAGE.matcher(page); pack.find(); ) {
            String prefix = pack.group(1) + ".";
            if (sources.keySet().stream().noneMatch(type -> type.startsWith(prefix))
                    && !Files.isDirectory(Built.ROOT.resolve(pack.group(1)))) {
                missing.add(pack.group());
            }
        }
        for (Matcher type = TYPE.matcher(page); type.find(); named++) {
            String name = type.group(1);
            List<String> found = sources.entrySet().stream()
                    .filter(source -> source.getKey().endsWith("." + name))
                    .map(Map.Entry::getValue)
                    .toList();
            String method = type.group(2);
            boolean known = !found.isEmpty()
                    && (method == null || found.stream().anyMatch(source -> source.contains(" " + method + "(")));
            if (!known && !FOREIGN.contains(name)) {
                missing.add(type.group());
            }
        }

        assertThat(missing).isEmpty();
        assertThat(named).isGreaterThan(100);
    }

    /** The sources of all shipped types, by their full names. */
    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> modules = Files.list(Built.ROOT)) {
            for (Path module : modules.toList()) {
                Path root = module.resolve(Path.of("src", "main", "java"));
                if (Files.isDirectory(root)) {
                    read(root, sources);
                }
            }
        }
        return sources;
    }

    private static void read(Path root, Map<String, String> sources) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                String name = root.relativize(file).toString().replace('/', '.').replace('\\', '.');
                sources.put(name.substring(0, name.length() - ".java".length()), Files.readString(file));
            }
        }
    }
}
