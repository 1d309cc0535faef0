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
 * Closes a node: nothing new is accepted, services drain, acknowledgements are awaited up to the drain timeout, GOODBYE is sent to
 * the peers, and then links, listeners and threads end. The close does not wait for a peer in doubt, nor for a peer without a link
 * once this node neither dials nor listens. Runs once. A thread that closes again waits for the first close too, except a thread
 * that runs code of this node: the close waits for handlers, so a handler that waited for the close would deadlock.
 */
final class NodeShutdown {

    private static final long POLL_NS = 2_000_000L;
    private static final long LINGER_NS = 100_000_000L;

    /** The time granted beyond the drain timeout, for services and the last frames. */
    private static final long GRACE_MS = 5_000;

    private final Environment environment;
    private final Supplier<SessionConfig> config;
    private final Coordinator coordinator;
    private final SessionDrain sessions;
    private final Services services;
    private final List<Transport> ownTransports;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    NodeShutdown(
            Environment environment,
            Supplier<SessionConfig> config,
            Coordinator coordinator,
            SessionDrain sessions,
            Services services,
            List<Transport> ownTransports) {
        this.environment = environment;
        this.config = config;
        this.coordinator = coordinator;
        this.sessions = sessions;
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

    /** Polls on the control loop until the services have drained or the deadline has passed. */
    private void awaitServices(CompletableFuture<Void> drained, long deadlineNs) {
        if (drained.isDone() || environment.nanoTime() - deadlineNs >= 0) {
            // closing a third party's service may block
            environment.start("close", this::closeServices);
        } else {
            sessions.endInDoubt();
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
                coordinator.stopAccepting();
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

    /** Polls on the control loop until everything is acknowledged or the deadline has passed. */
    private void drain(long deadlineNs) {
        sessions.endParked();
        if (sessions.isSettled() || environment.nanoTime() - deadlineNs >= 0) {
            sessions.endAll();
            environment.schedule(LINGER_NS, step(this::end));
        } else {
            environment.schedule(POLL_NS, step(() -> drain(deadlineNs)));
        }
    }

    private void end() {
        coordinator.close();
        if (ownTransports.isEmpty()) {
            finish();
        } else {
            environment.start("transports", this::closeTransports); // may take a moment
        }
    }

    private void closeTransports() {
        try {
            ownTransports.forEach(Transport::close);
        } finally {
            finish();
        }
    }

    /** A step that fails finishes the shutdown: threads must not remain because the rest could not be done gracefully. */
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
