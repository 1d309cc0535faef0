package chaski.itest;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * An OSGi framework inside this JVM, with Declarative Services and Configuration Admin.
 *
 * <p>A framework of {@link #start} shares only the JDK and the framework's interface with the tests: its services are
 * used by reflection. A framework of {@link #sharing} has {@code chaski.api} from the tests' class path instead of its
 * bundle, so that a test can use nodes and streamers as a bundle would.
 */
final class OsgiContainer implements AutoCloseable {

    private static final long STOP_TIMEOUT_MS = 30_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CONFIGURATION_ADMIN = "org.osgi.service.cm.ConfigurationAdmin";

    private final Framework framework;

    private OsgiContainer(Framework framework) {
        this.framework = framework;
    }

    /**
     * Starts a framework that has none of Chaski's packages.
     *
     * @param kind the implementation
     * @param storage an empty folder for the framework's cache
     */
    static OsgiContainer start(OsgiFramework kind, Path storage) throws BundleException {
        return start(kind, storage, Map.of());
    }

    /**
     * Starts a framework whose system bundle exports {@code chaski.api} from the tests' class path, with all bundles
     * except the given ones installed and started.
     *
     * @param kind the implementation
     * @param storage an empty folder for the framework's cache
     * @param without symbolic names of the bundles to exclude
     */
    static OsgiContainer sharing(OsgiFramework kind, Path storage, String... without)
            throws BundleException, IOException {
        return sharing(kind, storage, Map.of(), without);
    }

    /**
     * Starts a framework as {@link #sharing} does, in which the bundles of a folder are installed and removed with
     * their files.
     *
     * @param kind the implementation
     * @param storage an empty folder for the framework's cache
     * @param folder the folder
     * @param without symbolic names of the bundles to exclude
     */
    static OsgiContainer deploying(OsgiFramework kind, Path storage, Path folder, String... without)
            throws BundleException, IOException {
        Map<String, String> settings = Map.of(
                "felix.fileinstall.dir",
                folder.toString(),
                "felix.fileinstall.tmpdir",
                storage.resolve("deployed").toString(),
                "felix.fileinstall.poll",
                "200",
                "felix.fileinstall.noInitialDelay",
                "true");
        OsgiContainer container = sharing(kind, storage.resolve("framework"), settings, without);
        container.startAll(List.of(container.install(Built.shipped("org.apache.felix.fileinstall"))));
        return container;
    }

    private static OsgiContainer sharing(
            OsgiFramework kind, Path storage, Map<String, String> settings, String... without)
            throws BundleException, IOException {
        Map<String, String> more = new HashMap<>(settings);
        more.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, exports("chaski.api"));
        OsgiContainer container = start(kind, storage, more);
        List<String> left = new ArrayList<>(List.of(without));
        left.add("chaski.api");
        List<Path> jars = Built.bundles().stream()
                .filter(jar -> !left.contains(jar.getFileName().toString().replace(".jar", "")))
                .toList();
        container.startAll(container.installAll(jars));
        return container;
    }

    private static OsgiContainer start(OsgiFramework kind, Path storage, Map<String, String> more)
            throws BundleException {
        Map<String, String> settings = new HashMap<>(Map.of(
                Constants.FRAMEWORK_STORAGE,
                storage.toString(),
                Constants.FRAMEWORK_STORAGE_CLEAN,
                Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT,
                // bundles see only the packages that they import
                "felix.bootdelegation.implicit",
                "false",
                // except those that Netty's native library looks for, which its bundle imports if it can
                Constants.FRAMEWORK_BOOTDELEGATION,
                "sun.nio.ch",
                // the JVM accepts only one handler factory, and there may be several frameworks
                "felix.service.urlhandlers",
                "false"));
        settings.putAll(more);
        Framework framework = kind.factory().newFramework(settings);
        framework.start();
        OsgiContainer container = new OsgiContainer(framework);
        container.startAll(container.installAll(Built.jars(Built.COMPENDIUM)));
        return container;
    }

    /** Returns the exports of a jar's bundle, each package with its version. */
    private static String exports(String module) throws IOException {
        try (JarFile jar = new JarFile(Built.jar(module).toFile())) {
            String header = jar.getManifest().getMainAttributes().getValue(Constants.EXPORT_PACKAGE);
            String withoutUses = header.replaceAll(";uses:=\"[^\"]*\"", "");
            return Arrays.stream(withoutUses.split(",")).collect(Collectors.joining(","));
        }
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    /** Installs a jar as a bundle, without starting it. */
    Bundle install(Path jar) throws BundleException {
        return context().installBundle("reference:" + jar.toUri());
    }

    /** Installs jars as bundles, without starting them. */
    List<Bundle> installAll(List<Path> jars) throws BundleException {
        List<Bundle> bundles = new ArrayList<>();
        for (Path jar : jars) {
            bundles.add(install(jar));
        }
        return bundles;
    }

    /** Starts bundles, except fragments. */
    void startAll(List<Bundle> bundles) throws BundleException {
        for (Bundle bundle : bundles) {
            if (!isFragment(bundle)) {
                bundle.start();
            }
        }
    }

    /** Stops the framework and starts it again: bundles and their data areas are the same, services are new. */
    void restart() throws BundleException {
        close();
        framework.start();
    }

    /** Finds an installed bundle by its symbolic name. */
    Optional<Bundle> bundle(String symbolicName) {
        return Stream.of(context().getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .findFirst();
    }

    /** Refreshes bundles, or all that need it if none is given, and returns when that is done. */
    void refresh(Bundle... bundles) {
        List<FrameworkEvent> done = java.util.Collections.synchronizedList(new ArrayList<>());
        framework.adapt(FrameworkWiring.class).refreshBundles(bundles.length == 0 ? null : List.of(bundles), done::add);
        await().atMost(PATIENCE).until(() -> !done.isEmpty());
    }

    /**
     * Creates or changes the configuration of a factory.
     *
     * @param factoryPid the factory's PID
     * @param name of the configuration, which then is {@code factoryPid~name}
     * @param properties its properties
     */
    void configure(String factoryPid, String name, Map<String, Object> properties) throws Exception {
        Object configuration = configuration(factoryPid, name);
        invoke(configuration, "update", new Class<?>[] {Dictionary.class}, FrameworkUtil.asDictionary(properties));
    }

    /** Creates or changes a configuration that belongs to no factory. */
    void configureSingleton(String pid, Map<String, Object> properties) throws Exception {
        Object admin = context().getService(context().getServiceReference(CONFIGURATION_ADMIN));
        Object configuration = invoke(admin, "getConfiguration", new Class<?>[] {String.class, String.class}, pid, "?");
        invoke(configuration, "update", new Class<?>[] {Dictionary.class}, FrameworkUtil.asDictionary(properties));
    }

    /** Deletes a configuration of {@link #configure}. */
    void unconfigure(String factoryPid, String name) throws Exception {
        invoke(configuration(factoryPid, name), "delete", new Class<?>[0]);
    }

    private Object configuration(String factoryPid, String name) throws Exception {
        Object admin = context().getService(context().getServiceReference(CONFIGURATION_ADMIN));
        return invoke(
                admin,
                "getFactoryConfiguration",
                new Class<?>[] {String.class, String.class, String.class},
                factoryPid,
                name,
                "?");
    }

    /** Calls a method of a bundle's public interface, whose implementation need not be public. */
    static Object invoke(Object target, String method, Class<?>[] types, Object... arguments)
            throws ReflectiveOperationException {
        for (Class<?> type : target.getClass().getInterfaces()) {
            try {
                return type.getMethod(method, types).invoke(target, arguments);
            } catch (NoSuchMethodException e) {
                continue;
            } catch (InvocationTargetException e) {
                throw new IllegalStateException(method + " failed", e.getCause());
            }
        }
        throw new NoSuchMethodException(method + " of " + target);
    }

    /** Waits for a service of a type that the tests share with the bundles. */
    <S> S service(Class<S> type) {
        return type.cast(service(type.getName()));
    }

    /** Waits for a service by the name of its interface, from whichever class loader. */
    Object service(String type) {
        ServiceReference<?>[] found = await().atMost(PATIENCE)
                .until(() -> context().getAllServiceReferences(type, null), references -> references != null);
        return context().getService(found[0]);
    }

    static boolean isFragment(Bundle bundle) {
        return bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
    }

    @Override
    public void close() throws BundleException {
        framework.stop();
        try {
            framework.waitForStop(STOP_TIMEOUT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // Its class loader is not closed but collected: Equinox's URL handlers serve the whole JVM from the first
        // framework on, and load classes when they need them.
    }
}
