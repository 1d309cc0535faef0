package chaski.transport.udp;

import chaski.api.Endpoint;
import chaski.api.transport.Link;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to reach an endpoint: resolves the name, then races its addresses (RFC 8305, "happy eyeballs"). Each address has a head
 * start over the next, which begins when the head start is over or the address has failed. The first connection wins and the
 * others are given up. Everything but {@link #start} happens on the I/O thread of the link to be.
 */
final class Dial implements Attempt.Owner {

    /** The recommended delay of RFC 8305, section 5: a good address answers before, a bad one is not waited for. */
    private static final long HEAD_START_NS = 250_000_000;

    private static final long NS_PER_MS = 1_000_000;

    /** Longer timeouts are cut to this. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Io io;
    private final Loop loop;
    private final Function<Loop, Port> ports;
    private final long lingerMs;
    private final Endpoint remote;
    private final long timeoutMs;
    private final Consumer<UdpLink> adopt;
    private final CompletableFuture<Link> result = new CompletableFuture<>();

    private final Deque<InetAddress> waiting = new ArrayDeque<>();
    private final Map<InetAddress, Attempt> running = new LinkedHashMap<>();
    private final Map<InetAddress, Throwable> failed = new LinkedHashMap<>();
    private Loop.@Nullable Timer deadline;
    private Loop.@Nullable Timer headStart;

    Dial(Io io, Function<Loop, Port> ports, long lingerMs, Endpoint remote, Duration timeout, Consumer<UdpLink> adopt) {
        this.io = io;
        this.loop = io.next();
        this.ports = ports;
        this.lingerMs = lingerMs;
        this.remote = remote;
        this.timeoutMs = Math.max(1, (timeout.compareTo(LONGEST) > 0 ? LONGEST : timeout).toMillis());
        this.adopt = adopt;
    }

    /**
     * Begins.
     *
     * @return the outcome; completing it from outside, as cancelling does, gives the attempt up
     */
    CompletableFuture<Link> start() {
        result.whenComplete((link, failure) -> execute(this::tidy));
        execute(() -> {
            deadline = loop.schedule(timeoutMs * NS_PER_MS, this::timedOut);
            resolve();
        });
        return result;
    }

    private void resolve() {
        try {
            io.resolve(remote.host()).whenComplete((addresses, failure) -> execute(() -> resolved(addresses, failure)));
        } catch (RejectedExecutionException tooMany) {
            result.completeExceptionally(Failures.unknownHost(remote, tooMany));
        }
    }

    private void resolved(@Nullable List<InetAddress> addresses, @Nullable Throwable failure) {
        if (addresses == null) {
            result.completeExceptionally(
                    Failures.unknownHost(remote, failure == null ? new UnknownHostException() : failure));
        } else {
            waiting.addAll(Addresses.alternating(addresses));
            next();
        }
    }

    private void next() {
        stop(headStart);
        InetAddress address = waiting.poll();
        if (address == null || result.isDone()) {
            giveUpIfAllFailed();
            return;
        }
        Attempt attempt = new Attempt(ports.apply(loop), new InetSocketAddress(address, remote.port()), lingerMs, this);
        running.put(address, attempt);
        try {
            attempt.begin();
        } catch (SocketFailure e) {
            failed(attempt, e);
            return;
        }
        if (!waiting.isEmpty()) {
            headStart = loop.schedule(HEAD_START_NS, this::next);
        }
    }

    @Override
    public void connected(Attempt attempt, UdpLink link) {
        running.remove(attempt.remote().getAddress());
        adopt.accept(link);
        if (!result.complete(link)) {
            link.close();
        }
    }

    @Override
    public void failed(Attempt attempt, Throwable failure) {
        InetAddress address = attempt.remote().getAddress();
        running.remove(address);
        if (!result.isDone()) {
            failed.put(address, failure);
            // Not here: an address may fail while the next one is being tried, and so on.
            execute(this::next);
        }
    }

    private void giveUpIfAllFailed() {
        if (running.isEmpty() && !failed.isEmpty()) {
            result.completeExceptionally(Failures.unreachable(remote, failed));
        }
    }

    private void timedOut() {
        boolean resolved = !running.isEmpty();
        result.completeExceptionally(
                resolved
                        ? Failures.noAnswer(remote, timeoutMs, running.keySet(), failed)
                        : Failures.notResolvedInTime(remote, timeoutMs));
    }

    private void tidy() {
        stop(deadline);
        stop(headStart);
        waiting.clear();
        List<Attempt> losers = List.copyOf(running.values());
        running.clear();
        losers.forEach(Attempt::abandon);
    }

    private void execute(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException ended) {
            // The transport is closed, and with it every socket.
            result.completeExceptionally(Failures.transportClosed(remote));
        }
    }

    private static void stop(Loop.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }
}
