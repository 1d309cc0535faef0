package chaski.rsa.admin;

import chaski.api.ChaskiException;
import chaski.api.remote.CallOptions;
import chaski.api.remote.Remote;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceException;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.wiring.BundleWiring;

/**
 * The service of an import. Each bundle that uses it gets a proxy of the interfaces as loaded by that bundle, so it fits that bundle and
 * can be unloaded with it; interfaces that the bundle cannot load are left out. Thread-safe; keeps no class of another bundle.
 */
final class ProxyService implements ServiceFactory<Object> {

    private final Remote remote;
    private final String export;
    private final List<String> interfaces;
    private final CallOptions options;

    ProxyService(Remote remote, String export, List<String> interfaces, CallOptions options) {
        this.remote = remote;
        this.export = export;
        this.interfaces = interfaces;
        this.options = options;
    }

    /** Frameworks report a failure to the requesting bundle, as an event. */
    @Override
    public Object getService(Bundle bundle, ServiceRegistration<Object> registration) {
        List<Class<?>> types = new ArrayList<>();
        interfaces.forEach(name -> interfaceOf(bundle, name).ifPresent(types::add));
        if (types.isEmpty()) {
            throw new ServiceException(
                    "expected a bundle that can load one of " + interfaces + ", got " + bundle.getSymbolicName()
                            + ", which neither contains nor imports any of them",
                    ServiceException.FACTORY_ERROR);
        }
        try {
            return remote.proxy(export, types, loader(bundle, types), options);
        } catch (ChaskiException e) {
            throw new ServiceException(e.getMessage(), ServiceException.FACTORY_EXCEPTION, e);
        }
    }

    private static Optional<Class<?>> interfaceOf(Bundle bundle, String name) {
        try {
            Class<?> type = bundle.loadClass(name);
            return type.isInterface() && !type.isSealed() ? Optional.of(type) : Optional.empty();
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }

    /** {@return the loader of one of the types if it sees all of them, otherwise that of the bundle, which does} */
    private static ClassLoader loader(Bundle bundle, List<Class<?>> types) {
        for (Class<?> type : types) {
            ClassLoader loader = type.getClassLoader();
            if (loader != null && types.stream().allMatch(other -> sees(loader, other))) {
                return loader;
            }
        }
        return Objects.requireNonNull(bundle.adapt(BundleWiring.class), "a bundle that uses a service is resolved")
                .getClassLoader();
    }

    private static boolean sees(ClassLoader loader, Class<?> type) {
        try {
            return Class.forName(type.getName(), false, loader) == type;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Calls in flight continue. */
    @Override
    public void ungetService(Bundle bundle, ServiceRegistration<Object> registration, Object proxy) {}
}
