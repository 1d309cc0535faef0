package chaski.cli.container;

import chaski.api.ChaskiException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/**
 * A running Felix framework with the shipped bundles: Declarative Services, Configuration Admin, Configurator,
 * FileInstall, Gogo, and Chaski's own. Thread-safe.
 */
public final class Container implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Container.class.getName());

    /** Started on request only: it takes the standard streams. */
    private static final String SHELL = "org.apache.felix.gogo.shell";

    /** The additional content of a text of configurations outside of a bundle. */
    private static final String HEADER =
            "\":configurator:symbolic-name\":\"chaski.container\",\":configurator:version\":\"1.0.0\"";

    private static final String POLL_MS = "500";
    private static final long STOP_MS = 20_000;

    private final Framework framework;
    private final Path work;

    private Container(Framework framework, Path work) {
        this.framework = framework;
        this.work = work;
    }

    /**
     * The options of a container.
     *
     * @param without symbolic names of shipped bundles to exclude
     * @param configurations texts in the JSON of the OSGi Configurator
     * @param deploy a folder whose bundles are installed and removed with their files
     * @param errors receives the errors that bundles log, one line each
     */
    public record Options(
            List<String> without, List<String> configurations, Optional<Path> deploy, Consumer<String> errors) {

        /** Copies the lists. */
        public Options {
            without = List.copyOf(without);
            configurations = List.copyOf(configurations);
        }
    }

    /**
     * Starts a framework.
     *
     * @param distribution the bundles
     * @param options its options
     * @return the container; its bundles are started, its configurations may take a moment
     * @throws ChaskiException if it does not start
     */
    @SuppressWarnings("resource") // closed if it fails to start, and otherwise by its user
    public static Container start(Distribution distribution, Options options) {
        Path work = null;
        try {
            work = Files.createTempDirectory("chaski-container-");
            Framework framework = ServiceLoader.load(FrameworkFactory.class, Container.class.getClassLoader())
                    .findFirst()
                    .orElseThrow(() -> new ChaskiException("no OSGi framework is on the class path"))
                    .newFramework(properties(work, options));
            Container container = new Container(framework, work);
            try {
                container.begin(distribution.except(options.without()), options);
            } catch (BundleException | RuntimeException e) {
                container.close();
                throw e;
            }
            return container;
        } catch (BundleException | IOException e) {
            delete(work);
            throw new ChaskiException("the container does not start: " + e.getMessage(), e);
        }
    }

    private void begin(List<Path> jars, Options options) throws BundleException {
        framework.start();
        ContainerLog.tap(context(), options.errors());
        List<Bundle> bundles = new ArrayList<>();
        for (Path jar : jars) {
            bundles.add(context().installBundle("reference:" + jar.toUri()));
        }
        for (Bundle bundle : bundles) {
            boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
            if (!fragment && !SHELL.equals(bundle.getSymbolicName())) {
                start(bundle, options.errors());
            }
        }
    }

    /**
     * A bundle that cannot start does not prevent the others from starting: its dependencies may have been excluded on
     * purpose.
     */
    private static void start(Bundle bundle, Consumer<String> errors) {
        try {
            bundle.start();
        } catch (BundleException e) {
            errors.accept("bundle " + bundle.getSymbolicName() + " does not start: " + e.getMessage());
        }
    }

    private static Map<String, String> properties(Path work, Options options) throws IOException {
        Map<String, String> properties = new HashMap<>();
        properties.put(Constants.FRAMEWORK_STORAGE, work.resolve("cache").toString());
        properties.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        properties.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, Distribution.interfaceExports());
        // bundles see only the packages that they import
        properties.put("felix.bootdelegation.implicit", "false");
        // except those that Netty's native library needs; without them Netty falls back to NIO
        properties.put(Constants.FRAMEWORK_BOOTDELEGATION, "sun.nio.ch");
        // the JVM accepts only one handler factory, and there may be several frameworks
        properties.put("felix.service.urlhandlers", "false");
        properties.put("felix.log.level", "1");
        properties.put("gosh.args", "");
        properties.put("configurator.initial", configurationFiles(work, options.configurations()));
        if (options.deploy().isPresent()) {
            properties.put("felix.fileinstall.dir", options.deploy().get().toString());
            properties.put("felix.fileinstall.tmpdir", work.resolve("deploy").toString());
            properties.put("felix.fileinstall.poll", POLL_MS);
            properties.put("felix.fileinstall.noInitialDelay", "true");
            properties.put("felix.fileinstall.log.level", "1");
        }
        return properties;
    }

    private static String configurationFiles(Path work, List<String> configurations) throws IOException {
        List<String> files = new ArrayList<>();
        for (String configuration : configurations) {
            Path file = work.resolve("configuration-" + files.size() + ".json");
            files.add(Files.writeString(file, withHeader(configuration)).toUri().toString());
        }
        return files.stream().collect(Collectors.joining(","));
    }

    private static String withHeader(String configuration) {
        if (configuration.contains("\":configurator:symbolic-name\"")) {
            return configuration;
        }
        String rest = configuration.strip().substring(1).strip();
        return "{" + HEADER + (rest.startsWith("}") ? "" : ",") + rest;
    }

    /** {@return the framework's own context} */
    public BundleContext context() {
        return framework.getBundleContext();
    }

    /**
     * Finds a bundle.
     *
     * @param symbolicName its name
     * @return the bundle, if it is installed
     */
    public Optional<Bundle> bundle(String symbolicName) {
        return Stream.of(context().getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .findFirst();
    }

    /** Opens the shell on the standard streams; when it is closed, the container stops. */
    public void openShell() {
        bundle(SHELL)
                .ifPresent(shell -> start(shell, message -> {
                    throw new ChaskiException(message);
                }));
    }

    /** Waits until the container has stopped. */
    public void awaitStop() throws InterruptedException {
        framework.waitForStop(0);
    }

    /** Stops all bundles and removes the storage of the framework. */
    @Override
    public void close() {
        try {
            framework.stop();
            framework.waitForStop(STOP_MS);
        } catch (BundleException e) {
            throw new ChaskiException("the container does not stop: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            delete(work);
        }
    }

    private static void delete(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // A bundle may still be writing; the folder is among the temporary files, which the system removes.
            LOG.log(System.Logger.Level.DEBUG, "what the container stored in " + folder + " is left there", e);
        }
    }
}
