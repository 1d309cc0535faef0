package chaski.transport.udp;

import chaski.api.Endpoint;
import chaski.api.transport.Link;
import chaski.api.transport.TransportErrors;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect to an address, with its deadline. Everything but {@link #start} happens on the I/O thread of the future link.
 */
final class UdpConnect implements UdpHandshake.Owner {

    private static final long NS_PER_MS = 1_000_000;

    /** Longer timeouts are cut to this. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private final IoLoop loop;
    private final Function<IoLoop, UdpPort> ports;
    private final long lingerMs;
    private final Endpoint remote;
    private final InetSocketAddress address;
    private final long timeoutMs;
    private final Consumer<UdpLink> adopt;
    private final CompletableFuture<Link> result = new CompletableFuture<>();
    private @Nullable UdpHandshake attempt;
    private IoLoop.@Nullable Timer deadline;

    /**
     * Prepares an attempt.
     *
     * @param loop serves the link
     * @param ports opens the port of the link
     * @param lingerMs how long the link may take to send its pending bytes
     * @param remote the endpoint, for messages
     * @param address its address
     * @param timeout the longest the attempt may take
     * @param adopt called with the link before the attempt succeeds
     */
    UdpConnect(
            IoLoop loop,
            Function<IoLoop, UdpPort> ports,
            long lingerMs,
            Endpoint remote,
            InetSocketAddress address,
            Duration timeout,
            Consumer<UdpLink> adopt) {
        this.loop = loop;
        this.ports = ports;
        this.lingerMs = lingerMs;
        this.remote = remote;
        this.address = address;
        this.timeoutMs = Math.max(1, (timeout.compareTo(LONGEST) > 0 ? LONGEST : timeout).toMillis());
        this.adopt = adopt;
    }

    /**
     * Begins.
     *
     * @return the outcome; completing it from outside, as cancelling does, abandons the attempt
     */
    CompletableFuture<Link> start() {
        result.whenComplete((link, failure) -> execute(this::release));
        execute(this::connect);
        return result;
    }

    private void connect() {
        if (result.isDone()) {
            return;
        }
        deadline = loop.schedule(timeoutMs * NS_PER_MS, this::timedOut);
        UdpHandshake begun = new UdpHandshake(ports.apply(loop), address, lingerMs, this);
        attempt = begun;
        try {
            begun.begin();
        } catch (SocketFailure e) {
            failed(e);
        }
    }

    @Override
    public void connected(UdpLink link) {
        attempt = null;
        adopt.accept(link);
        if (!result.complete(link)) {
            link.close();
        }
    }

    @Override
    public void failed(Throwable failure) {
        attempt = null;
        result.completeExceptionally(TransportErrors.cannotConnect(remote, failure));
    }

    private void timedOut() {
        result.completeExceptionally(
                TransportErrors.noAnswer(remote, timeoutMs, "that it listens for UDP, the address and firewalls"));
    }

    private void release() {
        IoLoop.Timer timer = deadline;
        if (timer != null) {
            timer.cancel();
        }
        UdpHandshake unfinished = attempt;
        attempt = null;
        if (unfinished != null) {
            unfinished.abandon();
        }
    }

    private void execute(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException ended) {
            // The transport is closed, and with it every socket.
            result.completeExceptionally(TransportErrors.transportClosed(remote));
        }
    }
}
