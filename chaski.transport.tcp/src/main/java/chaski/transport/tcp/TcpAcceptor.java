package chaski.transport.tcp;

import chaski.api.Endpoint;
import chaski.api.transport.LinkAcceptor;
import chaski.api.transport.ListenOptions;
import chaski.api.transport.TransportErrors;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.socket.SocketChannel;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Accepts the connections of one listener: each becomes a link on the next I/O thread and is passed there to the acceptor before
 * anything is read from it.
 *
 * <p>If the process has no free descriptor, the connection stays in the kernel's queue and would be reported again
 * immediately. Therefore the listener pauses, longer each time, until a connection is accepted again. Confined to the
 * listener's I/O thread.
 */
final class TcpAcceptor extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = System.getLogger(TcpAcceptor.class.getName());

    /** Short enough not to be noticed when a descriptor becomes free, long enough to cost nothing. */
    private static final long FIRST_PAUSE_MS = 50;

    private static final long LONGEST_PAUSE_MS = 1_000;

    private final Endpoint asked;
    private final TcpReactor reactor;
    private final ListenOptions options;
    private final LinkAcceptor acceptor;
    private final Consumer<TcpLink> adopt;
    private long pauseMs = FIRST_PAUSE_MS;

    /**
     * Creates the handler of a listening channel.
     *
     * @param asked the endpoint that was to be bound, for the log
     * @param reactor serves the links
     * @param options secure the links, or do not
     * @param acceptor receives every link
     * @param adopt receives every link before, so that it is closed with the transport
     */
    TcpAcceptor(
            Endpoint asked, TcpReactor reactor, ListenOptions options, LinkAcceptor acceptor, Consumer<TcpLink> adopt) {
        this.asked = asked;
        this.reactor = reactor;
        this.options = options;
        this.acceptor = acceptor;
        this.adopt = adopt;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        pauseMs = FIRST_PAUSE_MS;
        SocketChannel channel = (SocketChannel) message;
        try {
            ChannelSetup.connection(channel);
        } catch (RuntimeException gone) {
            // The options of a connection that the peer has reset in the meantime cannot be set.
            LOG.log(Level.DEBUG, "A connection to {0} ended before it was accepted: {1}", asked, gone);
            ChannelSetup.discard(channel);
            return;
        }
        SingleThreadIoEventLoop loop = reactor.threads().next();
        // On the link's own thread: registered from here, it could receive bytes before the link exists.
        loop.execute(() -> register(channel, loop));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        boolean first = pauseMs == FIRST_PAUSE_MS;
        context.channel().config().setAutoRead(false);
        context.executor().schedule(() -> context.channel().config().setAutoRead(true), pauseMs, TimeUnit.MILLISECONDS);
        pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
        if (first) { // last, since logging needs descriptors, too
            LOG.log(Level.WARNING, "Cannot accept links on {0}: {1}; retrying", asked, TransportErrors.reason(failure));
        }
    }

    private void register(SocketChannel channel, SingleThreadIoEventLoop loop) {
        loop.register(channel).addListener(registered -> {
            if (registered.isSuccess()) {
                take(channel, loop);
            } else {
                ChannelSetup.discard(channel);
            }
        });
    }

    private void take(SocketChannel channel, SingleThreadIoEventLoop loop) {
        if (channel.remoteAddress() == null || channel.localAddress() == null) {
            LOG.log(Level.DEBUG, "A connection to {0} ended before it was accepted", asked);
            channel.close();
            return;
        }
        TcpLink link = TcpLink.over(
                channel,
                loop,
                reactor,
                options.security().map(Supplier::get).map(security -> LinkTls.accepted(security, reactor.lingerMs())));
        adopt.accept(link);
        try {
            acceptor.accept(link);
        } catch (Throwable thrown) {
            LOG.log(Level.WARNING, "The acceptor of " + asked + " failed; the " + link + " is closed", thrown);
            link.close();
        }
    }
}
