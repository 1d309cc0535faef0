package chaski.transport.quic;

import chaski.api.Endpoint;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.IpAddresses;
import chaski.api.transport.Link;
import chaski.api.transport.LinkSecurity;
import chaski.api.transport.TransportErrors;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.socket.DatagramChannel;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicChannelOption;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.util.concurrent.Future;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect to an address, with a socket of its own. It succeeds when the acceptor has opened the stream: the handshake alone
 * is complete before the acceptor has judged the dialler. Everything but {@link #start} happens on the I/O thread of the future link.
 */
final class QuicConnect implements QuicEvents.Stage {

    /** Longer timeouts are cut to this. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private final QuicReactor reactor;
    private final SingleThreadIoEventLoop loop;
    private final Endpoint remote;
    private final InetSocketAddress address;
    private final LinkSecurity security;
    private final long timeoutMs;
    private final Consumer<QuicLink> adopt;
    private final QuicEvents events;
    private final CompletableFuture<Link> result = new CompletableFuture<>();
    private @Nullable QuicTls tls;
    private @Nullable DatagramChannel socket;
    private @Nullable QuicLink link;
    private @Nullable Future<?> deadline;

    QuicConnect(
            QuicReactor reactor,
            Endpoint remote,
            InetSocketAddress address,
            ConnectOptions options,
            Consumer<QuicLink> adopt) {
        this.reactor = reactor;
        this.loop = reactor.threads().next();
        this.remote = remote;
        this.address = address;
        this.security = options.security().orElseThrow(() -> QuicErrors.needsSecurity(remote));
        Duration timeout = options.timeout();
        this.timeoutMs = Math.max(1, (timeout.compareTo(LONGEST) > 0 ? LONGEST : timeout).toMillis());
        this.adopt = adopt;
        this.events = new QuicEvents(reactor.counters(), this);
    }

    /**
     * Begins.
     *
     * @return the outcome; completing it from outside, as cancelling does, abandons the attempt
     */
    CompletableFuture<Link> start() {
        result.whenComplete((done, failure) -> execute(this::release));
        execute(this::connect);
        return result;
    }

    private void connect() {
        if (result.isDone()) {
            return;
        }
        deadline = loop.schedule(this::timedOut, timeoutMs, TimeUnit.MILLISECONDS);
        try {
            QuicTls secured = QuicTls.opened(security);
            tls = secured;
            open(secured);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void open(QuicTls secured) {
        DatagramChannel opened = reactor.sockets().open(QuicStreams.family(address));
        socket = opened;
        QuicStreams.socket(opened);
        opened.pipeline()
                .addLast(new UnreachableReports(address, this::unreachable))
                .addLast(reactor.codecs().client(connection -> secured.engine()));
        loop.register(opened).addListener(succeeding(() -> opened.connect(address)
                .addListener(succeeding(() -> handshake(opened)))));
    }

    private ChannelFutureListener succeeding(Runnable next) {
        return (ChannelFuture step) -> {
            if (!step.isSuccess()) {
                failed(step.cause());
            } else if (!result.isDone()) {
                next.run();
            }
        };
    }

    private void handshake(DatagramChannel opened) {
        QuicChannel.newBootstrap(opened)
                .handler(new QuicStreams.Setup(events))
                .option(
                        QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR,
                        reactor.sockets().segments())
                .remoteAddress(address)
                .connect()
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        ended(connected.cause());
                    }
                });
    }

    @Override
    public void stream(QuicStreamChannel stream) {
        DatagramChannel used = socket;
        if (result.isDone() || used == null || link != null) {
            return; // it is being closed
        }
        QuicLink opened = QuicLink.of(
                new QuicLink.Parts(
                        events,
                        stream,
                        loop,
                        security,
                        IpAddresses.endpoint(QuicTransport.SCHEME, used.localAddress()),
                        remote),
                reactor);
        link = opened;
        opened.gone().thenRun(() -> execute(used::close));
        adopt.accept(opened);
        if (!result.complete(opened)) {
            opened.close();
        }
    }

    @Override
    public void datagram(ByteBuf bytes) {
        // no handler expects it yet
    }

    @Override
    public void ended() {
        ended(null);
    }

    private void ended(@Nullable Throwable failure) {
        QuicTls secured = tls;
        if (secured != null) {
            result.completeExceptionally(QuicErrors.notConnected(remote, secured, events, failure));
        }
    }

    private void unreachable() {
        QuicLink open = link;
        if (open != null) {
            open.connection().unreachable();
        } else {
            failed(new ConnectException(TransportErrors.REFUSED));
        }
    }

    private void failed(Throwable failure) {
        result.completeExceptionally(TransportErrors.cannotConnect(remote, failure));
    }

    private void timedOut() {
        result.completeExceptionally(
                TransportErrors.noAnswer(remote, timeoutMs, "the address and firewalls, which often block UDP"));
    }

    private void release() {
        Future<?> timer = deadline;
        if (timer != null) {
            timer.cancel(false);
        }
        DatagramChannel unused = socket;
        if (link == null && unused != null) {
            socket = null;
            events.close(QuicClose.CLOSED);
            // after the connection, so that the other end is notified
            execute(() -> QuicStreams.discard(unused));
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
