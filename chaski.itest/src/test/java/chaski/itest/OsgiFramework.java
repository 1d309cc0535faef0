package chaski.itest;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ServiceLoader;
import org.osgi.framework.launch.FrameworkFactory;

/** The OSGi implementations on which all tests of bundles run. */
enum OsgiFramework {
    /** Apache Felix, which Karaf also uses. */
    FELIX("org.apache.felix.framework"),

    /** Eclipse Equinox. */
    EQUINOX("org.eclipse.osgi");

    private final String module;

    OsgiFramework(String module) {
        this.module = module;
    }

    /**
     * {@return the factory for frameworks of this implementation}
     *
     * <p>Its classes are loaded by a separate class loader: both implementations contain, in part, the same classes,
     * one of them signed; and the contents of static fields are collected with that loader.
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
