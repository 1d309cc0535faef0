package chaski.node;

import chaski.api.node.SessionConfig;
import chaski.api.protocol.Environment;
import chaski.api.transport.Transport;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Ends a node: nothing new begins, services drain, confirmations are awaited up to the drain timeout, peers are sent GOODBYE, then
 * links, listeners and threads go. A peer in doubt is not waited for, nor one without a link once this node neither dials nor listens.
 * Runs once; a thread that closes again waits for it, too, but no thread that runs something of the node's: a handler that waited for
 * the close would be waited for by it.
 */
final class NodeShutdown {

    private static final long POLL_NS = 2_000_000L;
    private static final long LINGER_NS = 100_000_000L;

    /** What is waited for beyond the drain timeout: services, and the last frames. */
    private static final long GRACE_MS = 5_000;

    private final Environment environment;
    private final Supplier<SessionConfig> config;
    private final Coordinator network;
    private final Services services;
    private final List<Transport> ownTransports;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    NodeShutdown(
            Environment environment,
            Supplier<SessionConfig> config,
            Coordinator network,
            Services services,
            List<Transport> ownTransports) {
        this.environment = environment;
        this.config = config;
        this.network = network;
        this.services = services;
        this.ownTransports = ownTransports;
    }

    boolean hasBegun() {
        return begun.get();
    }

    /** Begins to close. */
    CompletionStage<Void> begin() {
        if (begun.compareAndSet(false, true)) {
            long deadlineNs =
                    environment.nanoTime() + config.get().drainTimeout().toNanos();
            environment.execute(step(() -> awaitServices(services.drain().toCompletableFuture(), deadlineNs)));
        }
        return done;
    }

    /** On the control loop, again and again until the services have drained or the time is over. */
    private void awaitServices(CompletableFuture<Void> drained, long deadlineNs) {
        if (drained.isDone() || environment.nanoTime() - deadlineNs >= 0) {
            // a service of somebody else's may block when it is closed
            environment.start("close", this::closeServices);
        } else {
            network.leavePeersInDoubt();
            environment.schedule(POLL_NS, step(() -> awaitServices(drained, deadlineNs)));
        }
    }

    private void closeServices() {
        try {
            services.close();
        } finally {
            long deadlineNs =
                    environment.nanoTime() + config.get().drainTimeout().toNanos();
            environment.execute(step(() -> {
                network.stopAccepting();
                drain(deadlineNs);
            }));
        }
    }

    void close() {
        begin();
        if (!environment.isInside()) {
            await();
        }
    }

    /** On the control loop, again and again until everything is confirmed or the time is over. */
    private void drain(long deadlineNs) {
        network.leaveParkedPeers();
        if (network.isSettled() || environment.nanoTime() - deadlineNs >= 0) {
            network.sayGoodbye();
            environment.schedule(LINGER_NS, step(this::end));
        } else {
            environment.schedule(POLL_NS, step(() -> drain(deadlineNs)));
        }
    }

    private void end() {
        network.close();
        if (ownTransports.isEmpty()) {
            finish();
        } else {
            environment.start("transports", this::closeTransports); // it may take them a moment
        }
    }

    private void closeTransports() {
        try {
            ownTransports.forEach(Transport::close);
        } finally {
            finish();
        }
    }

    /** A step that fails leads to the end: threads must not stay because the rest could not be done gracefully. */
    private Runnable step(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                finish();
                throw e;
            }
        };
    }

    private void finish() {
        environment.close();
        done.complete(null);
    }

    private void await() {
        boolean interrupted = false;
        try {
            done.get(2 * config.get().drainTimeout().toMillis() + GRACE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "the node did not close within twice the drain timeout and " + GRACE_MS + " ms", e);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
