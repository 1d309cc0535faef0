package chaski.remote;

import chaski.api.ClosedException;
import chaski.api.NodeId;
import chaski.api.node.Peer;
import chaski.remote.thread.WorkerPool;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/**
 * One import through one node: keeps the registered services in step with the exporters, one service for all of them or one for each.
 *
 * <p>After each change everything is compared again, on a separate thread, since listeners of the framework are called
 * on it and may block. Thread-safe.
 */
final class ImportTracker {

    private static final System.Logger LOG = System.getLogger(ImportTracker.class.getName());

    /** How often round trips are updated. */
    private static final long REFRESH_NS = 5_000_000_000L;

    private final DefaultRemote remote;
    private final ImportOptions config;
    private final WorkerPool worker;
    private final AtomicBoolean refreshRequested = new AtomicBoolean();
    private final Map<Optional<NodeId>, ProxyServiceFactory> services = new ConcurrentHashMap<>();
    private final Runnable watcher = this::requestRefresh;
    private volatile Map<String, Object> added;
    private volatile boolean closed;

    private ImportTracker(DefaultRemote remote, ImportOptions config) {
        this.remote = remote;
        this.config = config;
        this.added = config.properties();
        this.worker = new WorkerPool(remote.environment(), "import", 1);
    }

    static ImportTracker begin(DefaultRemote remote, ImportOptions config) {
        ImportTracker begun = new ImportTracker(remote, config);
        remote.watch(begun.watcher);
        begun.requestRefresh();
        begun.scheduleRefresh();
        return begun;
    }

    /** Changes the properties that are added to those of the services. */
    void change(Map<String, Object> properties) {
        added = properties;
        requestRefresh();
    }

    private void scheduleRefresh() {
        remote.environment().schedule(REFRESH_NS, () -> {
            if (!closed) {
                requestRefresh();
                scheduleRefresh();
            }
        });
    }

    private void requestRefresh() {
        if (refreshRequested.compareAndSet(false, true)) {
            worker.execute(this::refresh);
        }
    }

    private void refresh() {
        refreshRequested.set(false);
        try {
            if (!closed) {
                adjust(remote.peersExporting(config.name()));
            }
        } catch (ClosedException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0} is no longer imported: {1}", config, e.getMessage());
        }
    }

    private void adjust(List<NodeId> exporters) {
        Map<Optional<NodeId>, List<NodeId>> wanted = exporters.stream()
                .sorted()
                .collect(Collectors.groupingBy(id -> config.perExporter() ? Optional.of(id) : Optional.empty()));
        Set<Optional<NodeId>> gone = new HashSet<>(services.keySet());
        gone.removeAll(wanted.keySet());
        gone.forEach(this::withdraw);
        wanted.forEach(this::offer);
    }

    private void offer(Optional<NodeId> one, List<NodeId> exporters) {
        ProxyServiceFactory known = services.get(one);
        Map<String, Object> properties = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        properties.putAll(remote.announced(config.name(), exporters.get(0)));
        added.forEach((key, value) -> {
            properties.remove(key); // in whatever spelling
            properties.put(key, value);
        });
        if (known != null) {
            known.update(properties, exporters, rttUs(exporters));
            return;
        }
        Bundle bundle = FrameworkUtil.getBundle(remote.node().getClass());
        BundleContext context = bundle == null ? null : bundle.getBundleContext();
        if (context == null) {
            return; // the bundle of the node is stopping
        }
        ProxyServiceFactory service = new ProxyServiceFactory(remote, config, one);
        services.put(one, service);
        service.register(context, properties, exporters, rttUs(exporters));
        if (closed) {
            withdraw(one);
        }
    }

    private void withdraw(Optional<NodeId> one) {
        ProxyServiceFactory service = services.remove(one);
        if (service != null) {
            service.unregister();
        }
    }

    /** {@return the round trip of the nearest exporter, in microseconds} */
    private OptionalLong rttUs(Collection<NodeId> exporters) {
        return exporters.stream()
                .flatMap(id -> remote.node().peer(id).stream())
                .map(Peer::rtt)
                .filter(rtt -> rtt.samples() > 0)
                .mapToLong(rtt -> rtt.smoothed().toNanos() / 1_000)
                .min();
    }

    /** Withdraws all services; returns when that is done. */
    void close() {
        closed = true;
        remote.unwatch(watcher);
        Set.copyOf(services.keySet()).forEach(this::withdraw);
    }
}
