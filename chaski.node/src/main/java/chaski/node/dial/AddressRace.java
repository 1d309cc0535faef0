package chaski.node.dial;

import chaski.api.Endpoint;
import chaski.api.protocol.Environment;
import chaski.api.transport.ConnectTimeoutException;
import chaski.api.transport.IpAddresses;
import chaski.api.transport.Link;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to reach an endpoint by its host name: resolves the name, then races its addresses (RFC 8305, "happy eyeballs"). Each
 * address has a head start over the next one, whose dial starts when the head start is over or the address has failed. The first
 * link wins, and the other dials are cancelled. Confined to the control loop; only links arrive on I/O threads.
 */
final class AddressRace {

    /**
     * The delay that RFC 8305, section 5, recommends: a good address answers earlier, and a bad one does not delay the others for
     * long.
     */
    static final long HEAD_START_NS = 250_000_000;

    private final Environment environment;
    private final Resolver resolver;
    private final Function<Connector.Target, CompletionStage<Link>> opener;
    private final Endpoint remote;
    private final Duration timeout;
    private final CompletableFuture<Link> result = new CompletableFuture<>();
    private final Map<InetAddress, CompletionStage<Link>> running = new LinkedHashMap<>();
    private final Map<InetAddress, Throwable> failed = new LinkedHashMap<>();
    private Deque<InetAddress> waiting = new ArrayDeque<>();
    private @Nullable CompletableFuture<List<InetAddress>> query;
    private Environment.Cancellable deadline = () -> {};
    private Environment.Cancellable headStart = () -> {};
    private long deadlineNs;
    private boolean resolved;

    AddressRace(
            Environment environment,
            Resolver resolver,
            Function<Connector.Target, CompletionStage<Link>> opener,
            Endpoint remote,
            Duration timeout) {
        this.environment = environment;
        this.resolver = resolver;
        this.opener = opener;
        this.remote = remote;
        this.timeout = timeout;
    }

    /**
     * Starts the attempt.
     *
     * @return the link, or the reason for the failure; cancelling it, on the control loop, cancels the attempt
     */
    CompletableFuture<Link> start() {
        // A link arrives on its I/O thread, everything else happens on the control loop.
        result.whenComplete((link, failure) -> {
            if (link == null) {
                release();
            } else {
                environment.execute(this::release);
            }
        });
        deadlineNs = environment.nanoTime() + timeout.toNanos();
        deadline = environment.schedule(timeout.toNanos(), this::timedOut);
        CompletableFuture<List<InetAddress>> addresses = resolver.resolve(remote.host());
        query = addresses;
        addresses.whenComplete(this::resolved);
        return result;
    }

    private void resolved(@Nullable List<InetAddress> addresses, @Nullable Throwable failure) {
        if (result.isDone()) {
            return;
        }
        if (addresses == null || addresses.isEmpty()) {
            result.completeExceptionally(DialErrors.unknownHost(remote, failure));
            return;
        }
        resolved = true;
        waiting = AddressOrder.interleaved(addresses);
        tryNext();
    }

    private void tryNext() {
        headStart.cancel();
        InetAddress address = waiting.poll();
        if (address == null) {
            failIfAllFailed();
            return;
        }
        attempt(address);
        if (!waiting.isEmpty()) {
            headStart = environment.schedule(HEAD_START_NS, this::tryNext);
        }
    }

    private void attempt(InetAddress address) {
        Duration left = Duration.ofNanos(Math.max(1, deadlineNs - environment.nanoTime()));
        CompletionStage<Link> attempt =
                opener.apply(new Connector.Target(remote.withHost(IpAddresses.format(address)), left));
        running.put(address, attempt);
        attempt.whenComplete((link, failure) -> {
            if (link == null) {
                // Scheduled, because the attempt may fail within the call and so may each following one: the calls
                // would nest.
                environment.execute(() -> failed(address, unwrapped(failure)));
            } else if (!result.complete(link)) {
                link.close();
            }
        });
    }

    private void failed(InetAddress address, Throwable failure) {
        running.remove(address);
        if (!result.isDone()) {
            failed.put(address, failure);
            tryNext();
        }
    }

    private void failIfAllFailed() {
        if (running.isEmpty()) {
            Set<InetAddress> silent = silent();
            result.completeExceptionally(
                    silent.isEmpty()
                            ? DialErrors.unreachable(remote, failed)
                            : DialErrors.noAnswer(remote, timeout, silent, failed));
        }
    }

    private void timedOut() {
        result.completeExceptionally(
                resolved
                        ? DialErrors.noAnswer(remote, timeout, silent(), failed)
                        : DialErrors.notResolvedInTime(remote, timeout));
    }

    /** Treats an address whose own timeout ended just before that of the whole attempt as one that has not answered, not as failed. */
    private Set<InetAddress> silent() {
        Set<InetAddress> silent = new LinkedHashSet<>();
        failed.forEach((address, failure) -> {
            if (failure instanceof ConnectTimeoutException) {
                silent.add(address);
            }
        });
        failed.keySet().removeAll(silent);
        silent.addAll(running.keySet());
        return silent;
    }

    /** Cancels everything that is still in progress. */
    private void release() {
        deadline.cancel();
        headStart.cancel();
        waiting.clear();
        CompletableFuture<List<InetAddress>> pending = query;
        if (pending != null) {
            pending.cancel(false);
        }
        List<CompletionStage<Link>> losers = new ArrayList<>(running.values());
        running.clear();
        losers.forEach(loser -> {
            if (loser instanceof CompletableFuture<Link> attempt) {
                attempt.cancel(false);
            }
        });
    }

    private static Throwable unwrapped(@Nullable Throwable failure) {
        if (failure instanceof CompletionException && failure.getCause() != null) {
            return failure.getCause();
        }
        return failure == null ? new IllegalStateException("the transport returned no link") : failure;
    }
}
