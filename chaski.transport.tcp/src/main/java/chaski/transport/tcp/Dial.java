package chaski.transport.tcp;

import chaski.api.Endpoint;
import chaski.api.transport.Link;
import io.netty.channel.ChannelFuture;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to reach an endpoint: resolves the name, then races its addresses (RFC 8305, "happy eyeballs"). Each address has
 * a head start over the next, which begins when the head start is over or the address has failed. The first connection wins and
 * the others are closed. Everything but {@link #start} happens on the I/O thread of the link to be.
 */
final class Dial {

    /** The recommended delay of RFC 8305, section 5: a good address answers before, a bad one is not waited for. */
    private static final long HEAD_START_MS = 250;

    /** Longer timeouts are cut to this. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Reactor reactor;
    private final SingleThreadIoEventLoop loop;
    private final Endpoint remote;
    private final long timeoutMs;
    private final Consumer<TcpLink> adopt;
    private final CompletableFuture<Link> result = new CompletableFuture<>();

    private final Deque<InetAddress> waiting = new ArrayDeque<>();
    private final Map<InetAddress, SocketChannel> running = new LinkedHashMap<>();
    private final Map<InetAddress, Throwable> failed = new LinkedHashMap<>();
    private @Nullable Future<?> deadline;
    private @Nullable Future<?> headStart;

    Dial(Reactor reactor, Endpoint remote, Duration timeout, Consumer<TcpLink> adopt) {
        this.reactor = reactor;
        this.loop = reactor.threads().next();
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
            deadline = loop.schedule(this::timedOut, timeoutMs, TimeUnit.MILLISECONDS);
            resolve();
        });
        return result;
    }

    private void resolve() {
        try {
            reactor.resolver()
                    .resolve(remote.host())
                    .whenComplete((addresses, failure) -> execute(() -> resolved(addresses, failure)));
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
        try {
            attempt(address);
        } catch (RuntimeException e) {
            failed(address, e);
            return;
        }
        if (!waiting.isEmpty()) {
            headStart = loop.schedule(this::next, HEAD_START_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void attempt(InetAddress address) {
        SocketChannel channel = reactor.sockets().dialling(Addresses.family(address));
        running.put(address, channel);
        Wiring.connection(channel);
        // The deadline of the whole attempt is enough.
        channel.config().setConnectTimeoutMillis(0);
        loop.register(channel).addListener(registered -> {
            if (registered.isSuccess()) {
                channel.connect(new InetSocketAddress(address, remote.port()))
                        .addListener((ChannelFuture connected) -> connected(address, channel, connected.cause()));
            } else {
                failed(address, registered.cause());
            }
        });
    }

    private void connected(InetAddress address, SocketChannel channel, @Nullable Throwable failure) {
        if (failure != null) {
            failed(address, failure);
            return;
        }
        if (channel.localAddress() == null || channel.remoteAddress() == null) {
            failed(address, new ConnectException("connection reset"));
            return;
        }
        if (channel.localAddress().equals(channel.remoteAddress())) {
            // Dialling a free port of this machine may take that very port as the local one: TCP then connects it to
            // itself.
            failed(address, new ConnectException("connection refused"));
            return;
        }
        running.remove(address);
        TcpLink link = TcpLink.over(channel, loop, reactor);
        adopt.accept(link);
        if (!result.complete(link)) {
            link.close();
        }
    }

    private void failed(InetAddress address, Throwable failure) {
        SocketChannel channel = running.remove(address);
        if (channel != null) {
            Wiring.discard(channel);
        }
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
        List<SocketChannel> losers = new ArrayList<>(running.values());
        running.clear();
        losers.forEach(SocketChannel::close);
    }

    private void execute(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException ended) {
            // The transport is closed: its I/O threads have closed every channel.
            result.completeExceptionally(Failures.transportClosed(remote));
        }
    }

    private static void stop(@Nullable Future<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
