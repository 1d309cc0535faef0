package chaski.remote;

import chaski.api.ConfigurationException;
import chaski.api.NodeId;
import chaski.api.remote.CallOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;

/**
 * One imported service: a proxy for an object of peers. Each bundle that uses it gets a proxy of the interface as
 * loaded by that bundle, so it is compatible with that bundle, and can be unloaded with it.
 *
 * <p>It is registered through the bundle of the node, not through this one: a framework does not check the class space of services that
 * a factory of another bundle provides. Thread-safe; no lock is held while user code is called.
 */
final class ProxyServiceFactory implements ServiceFactory<Object> {

    private static final System.Logger LOG = System.getLogger(ProxyServiceFactory.class.getName());

    /** Changes of the round trip below this, or below half of it, are not published. */
    private static final long NOTICEABLE_US = 500;

    private final DefaultRemote remote;
    private final ImportOptions config;
    private final CallOptions options;
    private @Nullable ServiceRegistration<?> registration;
    private boolean gone;
    private PublishedProperties published = new PublishedProperties(Map.of(), List.of(), OptionalLong.empty());

    /** The properties as published. */
    private record PublishedProperties(Map<String, Object> added, List<NodeId> exporters, OptionalLong rttUs) {

        /** Not {@code equals}: the JDK would keep the class, and so the bundle, as long as no other record is compared (JDK-8078641). */
        boolean isAs(PublishedProperties other) {
            return haveSameValues(added, other.added) && exporters.equals(other.exporters) && rttUs.equals(other.rttUs);
        }
    }

    /** Compares arrays by their elements. */
    private static boolean haveSameValues(Map<String, Object> one, Map<String, Object> other) {
        return one.keySet().equals(other.keySet())
                && one.entrySet().stream().allMatch(e -> Objects.deepEquals(e.getValue(), other.get(e.getKey())));
    }

    /** Creates a service for one peer, or for all. */
    ProxyServiceFactory(DefaultRemote remote, ImportOptions config, Optional<NodeId> one) {
        this.remote = remote;
        this.config = config;
        this.options = one.map(config.options()::node).orElse(config.options());
    }

    void register(BundleContext context, Map<String, Object> added, List<NodeId> exporters, OptionalLong rttUs) {
        published = new PublishedProperties(added, exporters, rttUs);
        try {
            ServiceRegistration<?> made =
                    context.registerService(config.type(), this, FrameworkUtil.asDictionary(properties(published)));
            boolean late;
            synchronized (this) {
                registration = made;
                late = gone;
            }
            if (late) {
                unregister(made);
            }
        } catch (IllegalStateException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0} is not imported, the node is closing: {1}", config, e.getMessage());
        }
    }

    /** Called by one thread at a time, after {@link #register}. */
    void update(Map<String, Object> added, List<NodeId> exporters, OptionalLong rttUs) {
        OptionalLong newer = isNoticeable(published.rttUs(), rttUs) ? rttUs : published.rttUs();
        PublishedProperties now = new PublishedProperties(added, exporters, newer);
        ServiceRegistration<?> made;
        synchronized (this) {
            made = registration;
        }
        if (made != null && !now.isAs(published)) {
            published = now;
            try {
                made.setProperties(FrameworkUtil.asDictionary(properties(now)));
            } catch (IllegalStateException e) {
                LOG.log(System.Logger.Level.DEBUG, "{0} was unregistered meanwhile: {1}", config, e.getMessage());
            }
        }
    }

    private static boolean isNoticeable(OptionalLong before, OptionalLong now) {
        if (before.isEmpty() || now.isEmpty()) {
            return now.isPresent();
        }
        long moved = Math.abs(now.getAsLong() - before.getAsLong());
        return moved >= NOTICEABLE_US && moved >= before.getAsLong() / 2;
    }

    private Map<String, Object> properties(PublishedProperties what) {
        Map<String, Object> properties = new HashMap<>(what.added());
        properties.put("service.imported", true);
        properties.put("service.imported.configs", new String[] {"chaski"});
        properties.put("chaski.import", config.name());
        properties.put("chaski.import.node", remote.node().name());
        properties.put(
                "chaski.exporters",
                what.exporters().stream().map(NodeId::toString).toArray(String[]::new));
        what.rttUs().ifPresent(us -> properties.put("chaski.rtt", us));
        return properties;
    }

    void unregister() {
        ServiceRegistration<?> made;
        synchronized (this) {
            gone = true;
            made = registration;
        }
        if (made != null) {
            unregister(made);
        }
    }

    private static void unregister(ServiceRegistration<?> made) {
        try {
            made.unregister();
        } catch (IllegalStateException e) {
            // the bundle of the node has stopped, which has unregistered it already
            LOG.log(System.Logger.Level.DEBUG, "unregistered before: {0}", e.getMessage());
        }
    }

    /** Frameworks report a failure to the requesting bundle, as an event. */
    @Override
    public Object getService(Bundle bundle, ServiceRegistration<Object> asked) {
        try {
            Class<?> type = new ServiceInterface(config.type())
                    .in(bundle)
                    .orElseThrow(() -> new ConfigurationException("expected a bundle that can load the interface, got "
                            + bundle.getSymbolicName() + ", which neither contains nor imports it"));
            return remote.proxy(config.name(), type, options);
        } catch (ConfigurationException e) {
            remote.count("imports.refused");
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} does not get {1}: {2}",
                    bundle.getSymbolicName(),
                    config,
                    e.getMessage());
            throw e;
        }
    }

    /** Calls in flight continue. */
    @Override
    public void ungetService(Bundle bundle, ServiceRegistration<Object> asked, Object proxy) {}
}
