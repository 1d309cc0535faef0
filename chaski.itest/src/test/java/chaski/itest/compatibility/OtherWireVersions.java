package chaski.itest.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.itest.Built;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.spi.ToolProvider;

/**
 * Today's release as if it supported other wire versions: one class of the engine, {@code WireVersions}, is compiled again with
 * another range. That shows how two versions refuse each other, and that a release which supports two of them reaches both; it does
 * not show that two formats are read.
 */
final class OtherWireVersions {

    private static final Path SOURCE =
            Built.ROOT.resolve("chaski.node/src/main/java/chaski/node/wire/WireVersions.java");
    private static final String CLASS = "chaski/node/wire/WireVersions.class";
    private static final String RANGE = "OWN = new WireVersions\\(\\d+, \\d+\\)";

    private OtherWireVersions() {}

    /**
     * Makes a release.
     *
     * @param range what it supports
     * @param work a folder for its engine
     */
    static Release release(VersionRange range, Path work) throws IOException {
        Release today = Release.today();
        Path folder = Files.createDirectories(work.resolve("wire-" + range.lowest() + "-" + range.highest()));
        Path engine = folder.resolve(today.engine().getFileName());
        replace(today.engine(), compiled(range, today, folder), engine);
        List<Path> jars = today.jars().stream()
                .map(jar -> jar.equals(today.engine()) ? engine : jar)
                .toList();
        Release other = new Release("changed", jars);
        assertThat(other.versions()).isEqualTo(range);
        return other;
    }

    private static byte[] compiled(VersionRange range, Release against, Path folder) throws IOException {
        String before = Files.readString(SOURCE);
        String after =
                before.replaceFirst(RANGE, "OWN = new WireVersions(" + range.lowest() + ", " + range.highest() + ")");
        assertThat(before).as("%s names the versions in one place", SOURCE).containsPattern(RANGE);
        Path source = Files.writeString(folder.resolve("WireVersions.java"), after);
        StringWriter output = new StringWriter();
        PrintWriter out = new PrintWriter(output, true);
        int status = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        out,
                        out,
                        "--release",
                        "17",
                        "-proc:none",
                        "-nowarn",
                        "-cp",
                        against.classPath(),
                        "-d",
                        folder.resolve("classes").toString(),
                        source.toString());
        assertThat(status).as("status of javac, which printed: %s", output).isZero();
        return Files.readAllBytes(folder.resolve("classes").resolve(CLASS));
    }

    private static void replace(Path jar, byte[] content, Path copy) throws IOException {
        try (JarFile from = new JarFile(jar.toFile());
                OutputStream file = Files.newOutputStream(copy);
                JarOutputStream to = new JarOutputStream(file)) {
            for (JarEntry entry : from.stream().toList()) {
                to.putNextEntry(new JarEntry(entry.getName()));
                to.write(
                        entry.getName().equals(CLASS)
                                ? content
                                : from.getInputStream(entry).readAllBytes());
            }
        }
    }
}
