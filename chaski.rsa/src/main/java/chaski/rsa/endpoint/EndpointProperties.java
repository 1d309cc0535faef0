package chaski.rsa.endpoint;

import chaski.api.NodeId;
import chaski.api.remote.ExportProperties;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.remoteserviceadmin.EndpointDescription;
import org.osgi.service.remoteserviceadmin.RemoteConstants;

/** The properties of endpoints of the configuration type {@value #CONFIG}. Stateless. */
public final class EndpointProperties {

    /** The configuration type. */
    public static final String CONFIG = "chaski";

    /** The property that holds the id of the node that serves the endpoint. */
    public static final String NODE = "chaski.endpoint.node";

    /** The property that holds the name under which that node exports it. */
    public static final String EXPORT = "chaski.endpoint.export";

    /** The property that limits the time of a call, in milliseconds; part of the intent {@code osgi.basic}. */
    private static final String TIMEOUT = "osgi.basic.timeout";

    private static final System.Logger LOG = System.getLogger(EndpointProperties.class.getName());

    private EndpointProperties() {}

    /**
     * Where an endpoint is.
     *
     * @param framework the UUID of the framework
     * @param node the node that serves it
     * @param export the name under which the node exports it, unique to the endpoint
     */
    public record Address(String framework, NodeId node, String export) {

        /** {@return the endpoint's id} */
        public String id() {
            return CONFIG + ":" + node + "/" + export;
        }
    }

    /**
     * Describes the endpoint of a service.
     *
     * @param service the properties of the service; those that cannot be carried are left out
     * @param types the exported interfaces
     * @param intents what the network has
     * @param at where the endpoint is
     * @return the description
     */
    public static EndpointDescription describe(
            ServiceProperties service, List<Class<?>> types, List<String> intents, Address at) {
        Map<String, Object> properties = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        service.all().forEach((key, value) -> {
            if (isCarried(key)) {
                properties.put(key, value);
            }
        });
        properties.put(Constants.OBJECTCLASS, types.stream().map(Class::getName).toArray(String[]::new));
        properties.put(RemoteConstants.ENDPOINT_ID, at.id());
        properties.put(RemoteConstants.ENDPOINT_FRAMEWORK_UUID, at.framework());
        putIfPresent(properties, RemoteConstants.ENDPOINT_SERVICE_ID, service.get(Constants.SERVICE_ID));
        properties.put(RemoteConstants.SERVICE_IMPORTED, "true");
        properties.put(RemoteConstants.SERVICE_IMPORTED_CONFIGS, new String[] {CONFIG});
        properties.put(RemoteConstants.SERVICE_INTENTS, intents(service, intents));
        properties.put(NODE, at.node().toString());
        properties.put(EXPORT, at.export());
        types.forEach(type -> properties.put(
                RemoteConstants.ENDPOINT_PACKAGE_VERSION_ + type.getPackageName(),
                packageVersion(type).toString()));
        Map<String, Object> supported = ExportProperties.supported(properties);
        if (supported.size() < properties.size()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "endpoint {0} is announced without the properties whose values cannot be carried: {1}",
                    at.id(),
                    properties.keySet().stream()
                            .filter(key -> !supported.containsKey(key))
                            .toList());
        }
        return new EndpointDescription(supported);
    }

    /** Private properties, and those that concern this framework only, are not carried. */
    private static boolean isCarried(String key) {
        String folded = key.toLowerCase(Locale.ROOT);
        return !folded.startsWith(".")
                && !folded.startsWith("service.exported.")
                && !folded.equals(Constants.SERVICE_ID)
                && !folded.equals(Constants.SERVICE_BUNDLEID)
                && !folded.equals(Constants.SERVICE_SCOPE);
    }

    private static void putIfPresent(Map<String, Object> properties, String key, @Nullable Object value) {
        if (value != null) {
            properties.put(key, value);
        }
    }

    /** What the service has by itself, and what its distribution adds. */
    private static String[] intents(ServiceProperties service, List<String> supported) {
        var all = StringPlus.set(RemoteConstants.SERVICE_INTENTS, service.get(RemoteConstants.SERVICE_INTENTS));
        all.addAll(supported);
        return all.toArray(String[]::new);
    }

    /** {@return the version of the package of a type, as its bundle exports it; 0.0.0 if no bundle does} */
    private static Version packageVersion(Class<?> type) {
        Bundle bundle = FrameworkUtil.getBundle(type);
        BundleWiring wiring = bundle == null ? null : bundle.adapt(BundleWiring.class);
        if (wiring == null) {
            return Version.emptyVersion;
        }
        return wiring.getCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream()
                .map(capability -> capability.getAttributes())
                .filter(attributes -> type.getPackageName().equals(attributes.get(PackageNamespace.PACKAGE_NAMESPACE)))
                .map(attributes -> attributes.get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE))
                .filter(Version.class::isInstance)
                .map(Version.class::cast)
                .findFirst()
                .orElse(Version.emptyVersion);
    }

    /**
     * Reads where an endpoint is.
     *
     * @param endpoint an endpoint of any configuration type
     * @return its address, if it is of this configuration type and complete
     */
    public static Optional<Address> address(EndpointDescription endpoint) {
        Map<String, Object> properties = endpoint.getProperties();
        if (!endpoint.getConfigurationTypes().contains(CONFIG)
                || !(properties.get(NODE) instanceof String node)
                || !(properties.get(EXPORT) instanceof String export)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Address(String.valueOf(endpoint.getFrameworkUUID()), NodeId.parse(node), export));
        } catch (IllegalArgumentException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0} is not the id of a node: {1}", node, e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Reads how long a call may take.
     *
     * @param endpoint the endpoint
     * @param most the longest time
     * @return the time, if the endpoint limits it
     */
    public static Optional<Duration> timeout(EndpointDescription endpoint, Duration most) {
        Object value = endpoint.getProperties().get(TIMEOUT);
        if (value == null) {
            return Optional.empty();
        }
        try {
            long millis = value instanceof Number number
                    ? number.longValue()
                    : Long.parseLong(value.toString().strip());
            return Optional.of(Duration.ofMillis(Math.max(1, Math.min(millis, most.toMillis()))));
        } catch (NumberFormatException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "endpoint {0}: expected a number of milliseconds as {1}, got {2}",
                    endpoint.getId(),
                    TIMEOUT,
                    value);
            return Optional.empty();
        }
    }
}
