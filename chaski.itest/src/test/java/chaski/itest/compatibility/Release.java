package chaski.itest.compatibility;

import chaski.itest.Built;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The jars of the command of one release.
 *
 * @param name for messages
 * @param jars its class path
 */
record Release(String name, List<Path> jars) {

    /** Folders of frozen releases, each named by its version. */
    static final Path FROZEN =
            Path.of(System.getProperty("chaski.frozen", "src/test/frozen")).toAbsolutePath();

    private static final String OWN = "chaski.";

    /** {@return what was built just now} */
    static Release today() {
        return new Release("today's", Built.jars(Built.DISTRIBUTION.resolve("lib")));
    }

    /**
     * {@return the releases whose jars are in {@link #FROZEN}, by name; the libraries of a folder that has none are those of today's
     * distribution}
     */
    static List<Release> frozen() throws IOException {
        if (!Files.isDirectory(FROZEN)) {
            return List.of();
        }
        List<Path> folders;
        try (Stream<Path> all = Files.list(FROZEN)) {
            folders = all.filter(Files::isDirectory).sorted().toList();
        }
        List<Release> releases = new ArrayList<>();
        for (Path folder : folders) {
            releases.add(new Release(folder.getFileName().toString(), withLibraries(Built.jars(folder))));
        }
        return releases;
    }

    private static List<Path> withLibraries(List<Path> jars) {
        return jars.stream().allMatch(Release::isOwn)
                ? Stream.concat(jars.stream(), today().jars().stream().filter(jar -> !isOwn(jar)))
                        .toList()
                : jars;
    }

    private static boolean isOwn(Path jar) {
        return jar.getFileName().toString().startsWith(OWN);
    }

    /** {@return the jar of the engine} */
    Path engine() {
        return jars.stream()
                .filter(jar -> jar.getFileName().toString().startsWith("chaski.node-"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("expected a jar of chaski.node among " + jars));
    }

    /** {@return the wire versions that its engine supports} */
    VersionRange versions() {
        try (URLClassLoader loader = new URLClassLoader(
                jars.stream().map(Release::url).toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> type = loader.loadClass("chaski.node.wire.WireVersions");
            Object own = type.getField("OWN").get(null);
            int lowest = (int) type.getMethod("lowest").invoke(own);
            int highest = (int) type.getMethod("highest").invoke(own);
            return new VersionRange(lowest, highest);
        } catch (IOException | ReflectiveOperationException e) {
            throw new AssertionError("expected chaski.node.wire.WireVersions.OWN in " + engine(), e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (IOException e) {
            throw new AssertionError(jar.toString(), e);
        }
    }

    /** {@return its class path, as {@code java} expects it} */
    String classPath() {
        return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    @Override
    public String toString() {
        return name + " (wire version " + versions() + ")";
    }
}
