package chaski.transport.quic;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.util.concurrent.TimeUnit;

/**
 * Listens to the system's reports that nothing listens at the other side of a connected socket. Anyone can forge one, so three are needed,
 * with nothing received in between; each but the last is answered by a datagram of one byte, which no QUIC implementation understands, to
 * have the report repeated soon. Confined to the socket's I/O thread.
 */
final class UnreachableReports extends ChannelInboundHandlerAdapter {

    private static final int REPORTS = 3;

    /** Long enough for a packet of a peer that lives to arrive first. */
    private static final long INTERVAL_MS = 50;

    private final InetSocketAddress remote;
    private final Runnable unreachable;
    private int reports;

    /**
     * Creates it for a socket, in front of everything else.
     *
     * @param remote the address to which the socket is connected
     * @param unreachable called once nothing listens there, as a task of its own
     */
    UnreachableReports(InetSocketAddress remote, Runnable unreachable) {
        this.remote = remote;
        this.unreachable = unreachable;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        reports = 0;
        context.fireChannelRead(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        // Other failures count like lost packets: a route that is missing may come back.
        if (failure instanceof PortUnreachableException) {
            reports++;
            if (reports == REPORTS) {
                context.executor().execute(unreachable);
            } else if (reports < REPORTS) {
                context.executor().schedule(() -> probe(context), INTERVAL_MS, TimeUnit.MILLISECONDS);
            }
        }
    }

    private void probe(ChannelHandlerContext context) {
        if (context.channel().isActive() && reports > 0) {
            context.writeAndFlush(new DatagramPacket(Unpooled.directBuffer(1).writeByte(0), remote));
        }
    }
}
