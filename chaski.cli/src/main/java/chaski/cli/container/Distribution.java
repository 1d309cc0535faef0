package chaski.cli.container;

import chaski.api.ChaskiException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.osgi.framework.Constants;

/** The bundles that are shipped with the command, by symbolic name. */
public final class Distribution {

    private static final String API = "chaski.api";

    /** It records the errors of the others only if it starts first and stops last. */
    private static final String LOG = "org.apache.felix.log";

    private final Map<String, Path> bundles;

    private Distribution(Map<String, Path> bundles) {
        this.bundles = bundles;
    }

    /**
     * Finds the shipped bundles: the folder {@code bundles} beside the folder that holds the command's own jar.
     *
     * @return the distribution
     * @throws ChaskiException if there is none
     */
    public static Distribution find() {
        CodeSource source = Distribution.class.getProtectionDomain().getCodeSource();
        try {
            Path jar = Path.of(source.getLocation().toURI());
            Path folder = jar.resolveSibling("..").resolve("bundles").normalize();
            if (!Files.isDirectory(folder)) {
                throw new ChaskiException("no bundles are shipped with this command: expected them in " + folder);
            }
            return new Distribution(bundlesIn(folder));
        } catch (URISyntaxException | IOException e) {
            throw new ChaskiException("the bundles that are shipped with the command cannot be read: " + e, e);
        }
    }

    private static Map<String, Path> bundlesIn(Path folder) throws IOException {
        Map<String, Path> bundles = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".jar")).toList()) {
                String name = symbolicName(file);
                if (!name.isEmpty()) {
                    // fragments for several platforms share a symbolic name
                    bundles.put(bundles.containsKey(name) ? name + " " + file.getFileName() : name, file);
                }
            }
        }
        return bundles;
    }

    private static String symbolicName(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            Manifest manifest = jar.getManifest();
            String header =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME);
            return header == null ? "" : header.split(";", 2)[0].strip();
        }
    }

    /** {@return the symbolic names of the bundles} */
    public List<String> names() {
        return List.copyOf(bundles.keySet());
    }

    /**
     * Lists the bundles except some, in the order in which they are installed.
     *
     * @param without symbolic names of the excluded ones
     * @return the others
     */
    List<Path> except(List<String> without) {
        return bundles.entrySet().stream()
                .filter(bundle -> !without.contains(bundle.getKey().split(" ", 2)[0]))
                .sorted(Comparator.comparing(bundle -> !bundle.getKey().equals(LOG)))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** {@return the exports of the bundle of the interface, which the framework exports instead} */
    static String interfaceExports() throws IOException {
        List<URL> manifests = new ArrayList<>(
                Collections.list(Distribution.class.getClassLoader().getResources(JarFile.MANIFEST_NAME)));
        for (URL url : manifests) {
            try (InputStream in = url.openStream()) {
                var attributes = new Manifest(in).getMainAttributes();
                if (API.equals(attributes.getValue(Constants.BUNDLE_SYMBOLICNAME))) {
                    return attributes.getValue(Constants.EXPORT_PACKAGE).replaceAll(";uses:=\"[^\"]*\"", "");
                }
            }
        }
        throw new IOException("no manifest of " + API + " on the class path");
    }
}
