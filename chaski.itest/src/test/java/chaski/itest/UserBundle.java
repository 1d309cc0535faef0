package chaski.itest;

import chaski.api.node.Node;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;

/** Makes bundles as users would write them: compiled from a few lines, importing Chaski's interface and OSGi's. */
final class UserBundle {

    private static final String IMPORTS =
            "chaski.api,chaski.api.codec,chaski.api.node,chaski.api.streamer,org.osgi.framework";

    private UserBundle() {}

    /**
     * Compiles, installs and starts a bundle.
     *
     * @param container where
     * @param name its symbolic name
     * @param work a folder for sources and classes
     * @param sources source files, each of one public class in the package {@code user}; the one named {@code Main} is the
     *     activator
     */
    static Bundle start(OsgiContainer container, String name, Path work, String... sources)
            throws IOException, BundleException {
        Path classes = compile(Files.createTempDirectory(work, name), sources);
        Bundle bundle = container.context().installBundle(name, new ByteArrayInputStream(jar(name, classes)));
        bundle.start();
        return bundle;
    }

    private static Path compile(Path work, String... sources) throws IOException {
        Path classes = work.resolve("classes");
        String path = location(Node.class) + File.pathSeparator + location(BundleActivator.class);
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-cp", path, "-d", classes.toString()));
        for (String source : sources) {
            String type = source.replaceAll("(?s).*?public (?:final )?(?:class|record) (\\w+).*", "$1");
            Path file = Files.createDirectories(work.resolve("user")).resolve(type + ".java");
            arguments.add(Files.writeString(file, source).toString());
        }
        int status = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(System.out, System.err, arguments.toArray(String[]::new));
        if (status != 0) {
            throw new IllegalArgumentException("a source does not compile; javac's messages are on the console");
        }
        return classes;
    }

    private static String location(Class<?> type) {
        return Path.of(URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }

    private static byte[] jar(String name, Path classes) throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        headers.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
        headers.putValue(Constants.BUNDLE_ACTIVATOR, "user.Main");
        headers.putValue(Constants.IMPORT_PACKAGE, IMPORTS);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream out = new JarOutputStream(bytes, manifest);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        return bytes.toByteArray();
    }
}
