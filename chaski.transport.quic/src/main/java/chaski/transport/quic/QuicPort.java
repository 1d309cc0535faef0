package chaski.transport.quic;

import chaski.api.transport.Link;
import chaski.api.transport.LinkAcceptor;
import chaski.api.transport.LinkSecurity;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.socket.DatagramChannel;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicChannelOption;
import io.netty.handler.codec.quic.QuicServerCodecBuilder;
import io.netty.handler.codec.quic.QuicSslEngine;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One bound socket, and the connections that it accepts. Links share it, so it stays open until the last one has ended, even if its
 * listener was closed; a new listener of the same transport takes it over. Confined to its I/O thread.
 */
final class QuicPort {

    private static final Logger LOG = System.getLogger(QuicPort.class.getName());

    /** More than a network that starts at once needs; each takes about 100 KiB. */
    private static final int MOST_HANDSHAKES = 1024;

    private final QuicReactor reactor;
    private final SingleThreadIoEventLoop loop;
    private final Consumer<QuicLink> adopt;
    private final QuicRefusalLog refusals;
    private final CompletableFuture<Void> freed = new CompletableFuture<>();
    private final List<Link> links = new ArrayList<>();
    private @Nullable DatagramChannel socket;
    private @Nullable LinkAcceptor acceptor;
    private @Nullable Supplier<LinkSecurity> security;
    private int handshakes;
    private boolean closed;

    QuicPort(QuicReactor reactor, SingleThreadIoEventLoop loop, Consumer<QuicLink> adopt) {
        this.reactor = reactor;
        this.loop = loop;
        this.adopt = adopt;
        this.refusals = new QuicRefusalLog(reactor.counters(), System::nanoTime);
    }

    QuicReactor reactor() {
        return reactor;
    }

    SingleThreadIoEventLoop loop() {
        return loop;
    }

    QuicRefusalLog refusals() {
        return refusals;
    }

    /** {@return done when the socket is closed} */
    CompletableFuture<Void> freed() {
        return freed;
    }

    /** {@return the real address; only after {@link #bind}} */
    InetSocketAddress address() {
        DatagramChannel bound = socket;
        if (bound == null) {
            throw new IllegalStateException("the port is used before it is bound");
        }
        return bound.localAddress();
    }

    /** Binds the socket. */
    void bind(InetSocketAddress address, CompletableFuture<QuicPort> bound) {
        DatagramChannel channel = reactor.sockets().open(QuicStreams.family(address));
        socket = channel;
        bound.whenComplete((done, failure) -> {
            if (failure != null) {
                closed = true;
                QuicStreams.discard(channel);
            }
        });
        QuicStreams.socket(channel);
        QuicServerCodecBuilder codec = reactor.codecs()
                .server(this::secure, new RetryTokens(System::nanoTime, this::mayBegin, reactor.counters()));
        channel.pipeline()
                .addLast(codec.handler(QuicStreams.UNUSED)
                        .option(
                                QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR,
                                reactor.sockets().segments())
                        .build());
        loop.register(channel).addListener(succeeding(bound, () -> channel.bind(address)
                .addListener(succeeding(bound, () -> bound.complete(this)))));
        channel.closeFuture().addListener(done -> {
            closed = true;
            // The JDK keeps the port of a closed channel until its selector polls again.
            loop.executeAfterEventLoopIteration(() -> loop.execute(() -> freed.complete(null)));
        });
    }

    private static ChannelFutureListener succeeding(CompletableFuture<?> whole, Runnable next) {
        return step -> {
            if (step.isSuccess()) {
                next.run();
            } else {
                whole.completeExceptionally(step.cause());
            }
        };
    }

    /** Accepts links from now on, unless another listener does; returns whether it does. */
    boolean begin(Supplier<LinkSecurity> newSecurity, LinkAcceptor newAcceptor) {
        if (closed || acceptor != null) {
            return false;
        }
        security = newSecurity;
        acceptor = newAcceptor;
        return true;
    }

    /** Accepts links no more, and frees the port unless links use it; returns whether it will be free. */
    boolean end() {
        acceptor = null;
        if (!closed && links.isEmpty()) {
            close();
        }
        return closed;
    }

    /** Closes the socket, even if links use it. */
    void close() {
        DatagramChannel open = socket;
        if (!closed && open != null) {
            closed = true;
            open.close();
        }
    }

    /** {@return whether it accepts links} */
    boolean accepts() {
        return acceptor != null;
    }

    /** A link was created. */
    void adopt(QuicLink link) {
        links.add(link);
        adopt.accept(link);
        link.gone().thenRun(() -> loop.execute(() -> ended(link)));
    }

    private void ended(Link link) {
        links.remove(link);
        if (links.isEmpty() && !accepts()) {
            close();
        }
    }

    /** Passes a link on; returns whether the acceptor took it. */
    boolean accept(Link link) {
        LinkAcceptor current = acceptor;
        if (current == null) {
            return false;
        }
        try {
            current.accept(link);
            return true;
        } catch (Throwable thrown) {
            LOG.log(Level.WARNING, "The acceptor of " + link.local() + " failed; the " + link + " is closed", thrown);
            return false;
        }
    }

    void handshakeDone() {
        handshakes--;
    }

    private boolean mayBegin() {
        if (handshakes < MOST_HANDSHAKES) {
            return true;
        }
        refusals.refused(
                QuicCounter.FULL, address(), "anyone", MOST_HANDSHAKES + " handshakes are pending; diallers try again");
        return false;
    }

    /** Called by the codec for every connection whose address is proved; without an engine, the connection is dropped. */
    @SuppressWarnings("NullAway") // Netty refuses the connection, as it should
    private QuicSslEngine secure(QuicChannel channel) {
        QuicTls tls;
        try {
            Supplier<LinkSecurity> current = security;
            tls = current == null ? null : QuicTls.accepted(current.get());
        } catch (RuntimeException | LinkageError e) {
            refusals.refused(
                    QuicCounter.CREDENTIALS,
                    address(),
                    channel.remoteSocketAddress(),
                    "the credentials of this node cannot be used, " + e);
            return null;
        }
        if (tls == null) {
            return null;
        }
        handshakes++;
        QuicStreams.connection(channel);
        channel.pipeline().addLast(new QuicHandshake(this, tls, channel).events());
        return tls.engine();
    }
}
