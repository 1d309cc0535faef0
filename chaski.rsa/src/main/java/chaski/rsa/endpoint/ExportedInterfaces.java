package chaski.rsa.endpoint;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.service.remoteserviceadmin.RemoteConstants;

/** The interfaces that {@code service.exported.interfaces} selects, and their classes. Stateless. */
public final class ExportedInterfaces {

    private static final String ALL = "*";

    private ExportedInterfaces() {}

    /**
     * Reads the names of the types under which a service is exported.
     *
     * @param properties the properties of the service
     * @return those of its types that are selected
     * @throws IllegalArgumentException when none is selected, or one that the service is not registered under
     */
    public static List<String> names(ServiceProperties properties) {
        String key = RemoteConstants.SERVICE_EXPORTED_INTERFACES;
        List<String> selected = StringPlus.of(key, properties.get(key));
        List<String> registered = StringPlus.of(Constants.OBJECTCLASS, properties.get(Constants.OBJECTCLASS));
        if (selected.isEmpty()) {
            throw new IllegalArgumentException(key + ": expected '*' or names of interfaces, got none");
        }
        if (selected.contains(ALL)) {
            return registered;
        }
        for (String name : selected) {
            if (!registered.contains(name)) {
                throw new IllegalArgumentException(
                        key + ": expected types that the service is registered under, " + registered + ", got " + name);
            }
        }
        return selected.stream().distinct().toList();
    }

    /**
     * Finds interfaces among the supertypes of a service, so that they are the classes that the service's own bundle sees.
     *
     * @param service the object
     * @param names the names of types; classes among them are left out, because a proxy cannot have them
     * @return the interfaces in the order of the names
     */
    public static List<Class<?>> classes(Object service, List<String> names) {
        List<Class<?>> found = new ArrayList<>();
        for (String name : names) {
            Class<?> type = find(service.getClass(), name);
            if (type != null && type.isInterface()) {
                found.add(type);
            }
        }
        return found;
    }

    private static @Nullable Class<?> find(@Nullable Class<?> type, String name) {
        if (type == null || type.getName().equals(name)) {
            return type;
        }
        for (Class<?> above : type.getInterfaces()) {
            Class<?> found = find(above, name);
            if (found != null) {
                return found;
            }
        }
        return find(type.getSuperclass(), name);
    }
}
