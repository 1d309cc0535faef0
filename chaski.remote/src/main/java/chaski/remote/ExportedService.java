package chaski.remote;

import chaski.api.remote.ExportOptions;
import chaski.api.remote.ExportProperties;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/**
 * How a service is exported, by its properties.
 *
 * @param name the name
 * @param node the name of the node that exports it, or {@code null} for every node
 * @param types the names of the types that it is registered under
 * @param properties what is announced of it
 */
record ExportedService(String name, @Nullable Object node, List<String> types, Map<String, Object> properties) {

    /** Properties that concern the exporter's framework only. */
    private static final Set<String> LOCAL =
            Set.of("objectclass", Constants.SERVICE_ID, Constants.SERVICE_BUNDLEID, Constants.SERVICE_SCOPE);

    private static final List<String> EXCLUDED = List.of(".", "chaski.", "service.exported.");

    static ExportedService of(ServiceReference<?> service) {
        Map<String, Object> properties = new HashMap<>();
        for (String key : service.getPropertyKeys()) {
            String folded = key.toLowerCase(Locale.ROOT);
            if (!LOCAL.contains(folded) && EXCLUDED.stream().noneMatch(folded::startsWith)) {
                properties.put(key, service.getProperty(key));
            }
        }
        return new ExportedService(
                String.valueOf(service.getProperty(ExportComponent.EXPORT)),
                service.getProperty(ExportComponent.NODE),
                List.of((String[]) service.getProperty(Constants.OBJECTCLASS)),
                ExportProperties.supported(properties));
    }

    boolean isFor(String nodeName) {
        return node == null || node.equals(nodeName);
    }

    /** True if another one differs at most in what is announced. */
    boolean isExportedAs(ExportedService other) {
        return name.equals(other.name) && Objects.equals(node, other.node);
    }

    /** {@return the interfaces of the service as its own bundle sees them, or its class if it has none} */
    List<Class<?>> classes(Object service) {
        List<Class<?>> interfaces = new ArrayList<>();
        for (String type : types) {
            Class<?> found = find(service.getClass(), type);
            if (found != null && found.isInterface()) {
                interfaces.add(found);
            }
        }
        return interfaces.isEmpty() ? List.of(service.getClass()) : interfaces;
    }

    ExportOptions options(List<Class<?>> classes) {
        return ExportOptions.DEFAULT
                .interfaces(classes.subList(1, classes.size()))
                .properties(properties);
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
