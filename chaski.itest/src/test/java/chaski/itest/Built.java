package chaski.itest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The results of the build that these tests examine. Tests run in the folder of their module. */
public final class Built {

    /** The root of the checkout. */
    public static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    /** Chaski's jars and the libraries they need, as bundles and as modules. */
    static final Path JARS = Path.of("target", "jars").toAbsolutePath();

    /** Chaski's jars that adapt it to other libraries, and those libraries. */
    static final Path ADAPTERS = Path.of("target", "adapters").toAbsolutePath();

    /** The bundle of remote services, which only their own tests install. */
    static final Path REMOTE_SERVICES = Path.of("target", "remote-services").toAbsolutePath();

    /** The topology manager of Apache Aries, and what it needs. */
    static final Path ARIES = Path.of("target", "aries").toAbsolutePath();

    /** Chaski's jars for a shell and for health checks, and the libraries that they need. */
    static final Path TOOLS = Path.of("target", "tools").toAbsolutePath();

    /** The classes of these tests, and of the programs that they run. */
    static final Path TEST_CLASSES = Path.of("target", "test-classes").toAbsolutePath();

    /** The bundles that frameworks usually include: Declarative Services and Configuration Admin. */
    static final Path COMPENDIUM = Path.of("target", "compendium").toAbsolutePath();

    /** The implementations of OSGi. */
    static final Path FRAMEWORKS = Path.of("target", "frameworks").toAbsolutePath();

    /** The files that are shipped with the command. */
    public static final Path DISTRIBUTION = ROOT.resolve(Path.of("chaski.cli", "target", "dist"));

    private Built() {}

    /**
     * Lists the jars in a folder, sorted by name.
     *
     * @param folder the folder
     * @return its jars
     */
    public static List<Path> jars(Path folder) {
        return list(folder, path -> path.getFileName().toString().endsWith(".jar"));
    }

    /** {@return the jar of one of Chaski's modules} */
    static Path jar(String module) {
        return Stream.of(JARS, REMOTE_SERVICES, ADAPTERS, TOOLS)
                .map(folder -> folder.resolve(module + ".jar"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no jar of " + module + " was built"));
    }

    /** {@return the bundles of Chaski, and those they need that no framework includes} */
    static List<Path> bundles() {
        return Stream.concat(jars(JARS).stream(), jars(ADAPTERS).stream().filter(Built::isOwn))
                .toList();
    }

    /** {@return a bundle from the distribution that not every framework here includes} */
    static Path shipped(String bundle) {
        return DISTRIBUTION.resolve("bundles").resolve(bundle + ".jar");
    }

    /** Lists Chaski's own jars, sorted by name. */
    static List<Path> ownJars() {
        return Stream.of(bundles(), jars(REMOTE_SERVICES), jars(TOOLS))
                .flatMap(List::stream)
                .filter(Built::isOwn)
                .toList();
    }

    private static boolean isOwn(Path jar) {
        return jar.getFileName().toString().startsWith("chaski.");
    }

    /** Lists the jars of the command and of the libraries that only it uses, as they are shipped. */
    static List<Path> programs() {
        return jars(DISTRIBUTION.resolve("lib")).stream()
                .filter(jar -> jar.getFileName().toString().matches("chaski\\.(cli|bench)-.*"))
                .toList();
    }

    /** Lists the folders of compiled classes of all modules, sorted by the module's name. */
    static List<Path> classes() {
        return list(ROOT, path -> path.getFileName().toString().startsWith("chaski.")).stream()
                .map(module -> module.resolve("target").resolve("classes"))
                .filter(classes -> Files.exists(classes.resolve("module-info.class")))
                .toList();
    }

    private static List<Path> list(Path folder, Predicate<Path> wanted) {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(wanted).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
