package chaski.itest;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ServiceLoader;
import org.osgi.framework.launch.FrameworkFactory;

/** The implementations of OSGi that all tests of bundles are run on. */
enum OsgiFramework {
    /** Apache Felix, also that of Karaf. */
    FELIX("org.apache.felix.framework"),

    /** Eclipse Equinox. */
    EQUINOX("org.eclipse.osgi");

    private final String module;

    OsgiFramework(String module) {
        this.module = module;
    }

    /**
     * {@return what makes a framework of this implementation}
     *
     * <p>Its classes come from a class loader of their own: both implementations contain, in part, the same classes, one of them
     * signed; and what an implementation keeps in static fields goes with that loader.
     */
    FrameworkFactory factory() {
        ClassLoader loader = new URLClassLoader(new URL[] {jar()}, OsgiFramework.class.getClassLoader());
        return ServiceLoader.load(FrameworkFactory.class, loader).findFirst().orElseThrow();
    }

    private URL jar() {
        try {
            return Built.FRAMEWORKS.resolve(module + ".jar").toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
