package chaski.remote;

import chaski.api.ChaskiException;
import chaski.api.ConfigurationException;
import chaski.api.node.Node;
import chaski.api.protocol.Environment;
import chaski.api.remote.Registration;
import chaski.api.remote.Remote;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One service that one node exports. It retries: a node may get its remote before or after this component starts, and
 * the previous version of the service may still hold the name. Thread-safe.
 */
final class ServiceExport {

    private static final System.Logger LOG = System.getLogger(ServiceExport.class.getName());

    /** The component runtime stops waiting for a bundle that takes much longer to stop. */
    private static final long DRAIN_MS = 2000;

    private static final long RETRY_NS = 50_000_000L;
    private static final int MAX_RETRIES = 200;

    private final Node node;
    private final Environment environment;
    private final Object object;
    private ExportedService service;
    private @Nullable Registration registration;
    private CompletionStage<Void> drained = CompletableFuture.completedFuture(null);
    private Environment.Cancellable retry = () -> {};
    private int retries;
    private boolean withdrawn;

    private ServiceExport(Node node, Environment environment, ExportedService service, Object object) {
        this.node = node;
        this.environment = environment;
        this.service = service;
        this.object = object;
    }

    static ServiceExport begin(Node node, Environment environment, ExportedService service, Object object) {
        ServiceExport export = new ServiceExport(node, environment, service, object);
        export.attempt();
        return export;
    }

    synchronized ExportedService service() {
        return service;
    }

    /** Announces other properties. */
    synchronized void describe(ExportedService changed) {
        service = changed;
        Registration made = registration;
        if (made != null) {
            try {
                made.describe(changed.properties());
            } catch (ChaskiException e) {
                logFailure(e);
            }
        }
    }

    @SuppressWarnings("unchecked") // the service is of that type
    private synchronized void attempt() {
        if (withdrawn) {
            return;
        }
        try {
            List<Class<?>> classes = service.classes(object);
            registration = node.service(Remote.class)
                    .export(service.name(), (Class<Object>) classes.get(0), object, service.options(classes));
        } catch (ConfigurationException e) {
            retries++;
            if (retries > MAX_RETRIES) {
                logFailure(e);
            } else {
                retry = environment.schedule(RETRY_NS, this::attempt);
            }
        } catch (ChaskiException e) {
            logFailure(e);
        }
    }

    private void logFailure(ChaskiException why) {
        LOG.log(
                System.Logger.Level.WARNING,
                "node {0}: the service {1} is not exported as {2}: {3}",
                node.name(),
                object.getClass().getName(),
                service.name(),
                why.getMessage());
        LOG.log(System.Logger.Level.DEBUG, service.name(), why);
    }

    /** Withdraws the export: no more calls are accepted. */
    synchronized boolean withdraw() {
        withdrawn = true;
        retry.cancel();
        Registration made = registration;
        if (made != null) {
            drained = made.drain();
        }
        return true;
    }

    private synchronized CompletableFuture<Void> drained() {
        return drained.toCompletableFuture();
    }

    private void close() {
        Registration made;
        synchronized (this) {
            made = registration;
        }
        if (made != null) {
            made.close();
        }
    }

    /** Waits a short time for the calls in flight of all exports together, and then ends their streams. */
    static void awaitDrained(List<ServiceExport> gone) {
        try {
            CompletableFuture.allOf(gone.stream().map(ServiceExport::drained).toArray(CompletableFuture[]::new))
                    .get(DRAIN_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "calls are still running after their services were withdrawn: {0}",
                    gone.stream()
                            .filter(export -> !export.drained().isDone())
                            .map(export -> export.service().name())
                            .toList());
        } catch (ExecutionException e) {
            throw new IllegalStateException("draining never fails", e);
        } finally {
            gone.forEach(ServiceExport::close);
        }
    }
}
