package chaski.itest;

import chaski.api.node.Node;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/**
 * A bundle as users would write it: compiled from a few lines, importing Chaski's interface and OSGi's.
 *
 * @param name its symbolic name
 * @param jar the jar
 */
record UserBundle(String name, Path jar) {

    private static final String IMPORTS =
            "chaski.api,chaski.api.codec,chaski.api.node,chaski.api.streamer,org.osgi.framework";

    /** The path of a component's XML. */
    static final String COMPONENT = "OSGI-INF/component.xml";

    private static final String ACTIVATOR = "user.Main";

    /**
     * Compiles a bundle whose activator is the class {@code user.Main}.
     *
     * @param name its symbolic name
     * @param work a folder for sources, classes and the jar
     * @param sources source files, each of one public class
     */
    static UserBundle of(String name, Path work, String... sources) throws IOException {
        Map<String, String> headers = Map.of(Constants.IMPORT_PACKAGE, IMPORTS, Constants.BUNDLE_ACTIVATOR, ACTIVATOR);
        return of(name, work, headers, List.of(), sources);
    }

    /**
     * Compiles a bundle with additional headers.
     *
     * @param name its symbolic name
     * @param work a folder for sources, classes and the jar
     * @param headers additional headers of its manifest
     * @param others bundles on the compiler's class path
     * @param sources source files, each of one public class; and at most one component in XML, which a header
     *     {@code Service-Component} calls {@value #COMPONENT}
     */
    static UserBundle of(
            String name, Path work, Map<String, String> headers, List<UserBundle> others, String... sources)
            throws IOException {
        Path folder = Files.createTempDirectory(work, name);
        byte[] jar = jar(name, headers, compile(folder, others, sources));
        return new UserBundle(name, Files.write(folder.resolve(name + ".jar"), jar));
    }

    /** Installs and starts it. */
    Bundle start(OsgiContainer container) throws IOException, BundleException {
        Bundle bundle = container.context().installBundle(name, open());
        bundle.start();
        return bundle;
    }

    /** {@return the jar's bytes, for an installation or an update} */
    InputStream open() throws IOException {
        return Files.newInputStream(jar);
    }

    private static Path compile(Path work, List<UserBundle> others, String... sources) throws IOException {
        Path classes = work.resolve("classes");
        List<String> path = new ArrayList<>(List.of(location(Node.class), location(BundleActivator.class)));
        others.forEach(other -> path.add(other.jar.toString()));
        List<String> arguments = new ArrayList<>(
                List.of("-proc:none", "-cp", String.join(File.pathSeparator, path), "-d", classes.toString()));
        for (String source : sources) {
            if (source.startsWith("<")) {
                Path component = classes.resolve(COMPONENT);
                Files.createDirectories(component.getParent());
                Files.writeString(component, source);
            } else {
                arguments.add(source(work, source).toString());
            }
        }
        int status = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(System.out, System.err, arguments.toArray(String[]::new));
        if (status != 0) {
            throw new IllegalArgumentException("a source does not compile; javac's messages are on the console");
        }
        return classes;
    }

    private static Path source(Path work, String source) throws IOException {
        String folder = source.replaceAll("(?s).*?package (\\w+);.*", "$1");
        String type = source.replaceAll("(?s).*?public (?:final )?(?:class|record|interface) (\\w+).*", "$1");
        Path file = Files.createDirectories(work.resolve(folder)).resolve(type + ".java");
        return Files.writeString(file, source);
    }

    private static String location(Class<?> type) {
        return Path.of(URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }

    private static byte[] jar(String name, Map<String, String> more, Path classes) throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        headers.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
        more.forEach(headers::putValue);
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
