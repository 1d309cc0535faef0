package chaski.transport.tcp;

import chaski.api.Endpoint;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Link;
import chaski.api.transport.TransportErrors;
import io.netty.channel.ChannelFuture;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One attempt to connect to an address. Everything but {@link #start} happens on the I/O thread of the future link. */
final class TcpConnect {

    /** Longer timeouts are cut to this. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private final TcpReactor reactor;
    private final SingleThreadIoEventLoop loop;
    private final Endpoint remote;
    private final InetSocketAddress address;
    private final ConnectOptions options;
    private final long timeoutMs;
    private final Consumer<TcpLink> adopt;
    private final CompletableFuture<Link> result = new CompletableFuture<>();
    private @Nullable SocketChannel connecting;
    private @Nullable Future<?> deadline;
    private boolean refused;

    TcpConnect(
            TcpReactor reactor,
            Endpoint remote,
            InetSocketAddress address,
            ConnectOptions options,
            Consumer<TcpLink> adopt) {
        this.reactor = reactor;
        this.loop = reactor.threads().next();
        this.remote = remote;
        this.address = address;
        this.options = options;
        Duration timeout = options.timeout();
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
        deadline = loop.schedule(this::timedOut, timeoutMs, TimeUnit.MILLISECONDS);
        try {
            connect(reactor.sockets().connecting(ChannelSetup.family(address)));
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void connect(SocketChannel channel) {
        connecting = channel;
        ChannelSetup.connection(channel);
        // The deadline of the attempt is enough.
        channel.config().setConnectTimeoutMillis(0);
        loop.register(channel).addListener(registered -> {
            if (registered.isSuccess()) {
                channel.connect(address)
                        .addListener((ChannelFuture connected) -> connected(channel, connected.cause()));
            } else {
                failed(registered.cause());
            }
        });
    }

    private void connected(SocketChannel channel, @Nullable Throwable failure) {
        if (failure != null) {
            failed(failure);
        } else if (channel.localAddress() == null || channel.remoteAddress() == null) {
            failed(new ConnectException("connection reset"));
        } else if (channel.localAddress().equals(channel.remoteAddress())) {
            // Dialling a free port of this machine may choose that very port as the local one: TCP then connects it to
            // itself.
            failed(new ConnectException("connection refused"));
        } else {
            connecting = null;
            Optional<LinkTls> tls = options.security().map(security -> LinkTls.opened(security, reactor.lingerMs()));
            TcpLink link = TcpLink.over(channel, loop, reactor, tls);
            adopt.accept(link);
            result.whenComplete((done, cancelled) -> {
                if (cancelled != null && !refused) {
                    link.close();
                }
            });
            tls.ifPresentOrElse(
                    secured -> secured.handshake().whenComplete((done, refusal) -> secured(link, refusal)),
                    () -> result.complete(link));
        }
    }

    private void secured(TcpLink link, @Nullable Throwable failure) {
        if (failure == null) {
            result.complete(link);
        } else {
            // Not before TLS has written its alert: the connection then closes when the peer has received it.
            loop.execute(() -> {
                refused = true;
                link.connection().abandon();
                failed(failure);
            });
        }
    }

    private void failed(Throwable failure) {
        result.completeExceptionally(TransportErrors.cannotConnect(remote, failure));
    }

    private void timedOut() {
        result.completeExceptionally(TransportErrors.noAnswer(remote, timeoutMs, "the address and firewalls"));
    }

    private void release() {
        Future<?> timer = deadline;
        if (timer != null) {
            timer.cancel(false);
        }
        SocketChannel unused = connecting;
        connecting = null;
        if (unused != null) {
            ChannelSetup.discard(unused);
        }
    }

    private void execute(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException ended) {
            // The transport is closed: its I/O threads have closed every channel.
            result.completeExceptionally(TransportErrors.transportClosed(remote));
        }
    }
}
