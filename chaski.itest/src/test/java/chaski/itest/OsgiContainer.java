package chaski.itest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/**
 * An OSGi framework inside this JVM, of whichever implementation is on the class path.
 *
 * <p>The bundles' classes are not those of the tests: talk to services by reflection, or let a bundle do the talking.
 */
final class OsgiContainer implements AutoCloseable {

    private static final long STOP_TIMEOUT_MS = 30_000;

    private final Framework framework;

    private OsgiContainer(Framework framework) {
        this.framework = framework;
    }

    /**
     * Starts a framework with Declarative Services and Configuration Admin.
     *
     * @param storage an empty folder for the framework's cache
     */
    static OsgiContainer start(Path storage) throws BundleException {
        FrameworkFactory factory =
                ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow();
        Framework framework = factory.newFramework(Map.of(
                Constants.FRAMEWORK_STORAGE,
                storage.toString(),
                Constants.FRAMEWORK_STORAGE_CLEAN,
                Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT));
        framework.start();
        OsgiContainer container = new OsgiContainer(framework);
        container.startAll(container.installAll(Built.jars(Built.COMPENDIUM)));
        return container;
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

    /** Starts bundles; fragments are left alone. */
    void startAll(List<Bundle> bundles) throws BundleException {
        for (Bundle bundle : bundles) {
            if (!isFragment(bundle)) {
                bundle.start();
            }
        }
    }

    /** Finds an installed bundle by its symbolic name. */
    Optional<Bundle> bundle(String symbolicName) {
        return Stream.of(context().getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .findFirst();
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
    }
}
