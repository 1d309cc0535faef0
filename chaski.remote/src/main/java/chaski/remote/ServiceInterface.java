package chaski.remote;

import chaski.api.ConfigurationException;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWiring;

/**
 * The interface of an import, as loaded by bundles. It keeps no class.
 *
 * @param name its full name
 */
record ServiceInterface(String name) {

    /**
     * Loads it by a bundle.
     *
     * @throws ConfigurationException when it is not an interface there
     */
    Optional<Class<?>> in(Bundle bundle) {
        try {
            Class<?> type = bundle.loadClass(name);
            if (!type.isInterface() || type.isSealed()) {
                throw new ConfigurationException("interface: expected an interface that is not sealed, got " + name
                        + " of " + bundle.getSymbolicName());
            }
            return Optional.of(type);
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }

    /**
     * True if some bundle exports it.
     *
     * @throws ConfigurationException when it is not an interface there
     */
    boolean isProvided(BundleContext context) {
        for (Bundle bundle : context.getBundles()) {
            if (exports(bundle) && in(bundle).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private boolean exports(Bundle bundle) {
        String packageName = name.substring(0, Math.max(0, name.lastIndexOf('.')));
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        return wiring != null
                && wiring.getCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream()
                        .anyMatch(c -> packageName.equals(c.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)));
    }

    @Override
    public String toString() {
        return name;
    }
}
