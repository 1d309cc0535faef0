package chaski.rsa.admin;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends endpoints: they accept no more calls at once, and calls in flight have a short time to finish. Stateless. */
final class Draining {

    private static final System.Logger LOG = System.getLogger(Draining.class.getName());

    /** Less than a framework waits for a bundle to stop. */
    private static final long DRAIN_MS = 2_000;

    private Draining() {}

    /** Ends endpoints together, so that many take no longer than one. */
    static void close(Collection<EndpointExport> exports) {
        CompletableFuture<Void> drained = CompletableFuture.allOf(
                exports.stream().map(EndpointExport::drain).toArray(CompletableFuture[]::new));
        try {
            drained.get(DRAIN_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "calls are still running after their services were withdrawn: {0}",
                    exports);
        } catch (ExecutionException e) {
            throw new IllegalStateException("draining never fails", e);
        } finally {
            exports.forEach(EndpointExport::close);
        }
    }
}
