package chaski.transport.udp;

import chaski.transport.udp.wire.DatagramFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A socket of Netty. Confined to its loop. */
final class NettySocket extends ChannelInboundHandlerAdapter implements UdpSocket {

    private static final Logger LOG = System.getLogger(NettySocket.class.getName());

    /**
     * A request to the system, which may grant less: what arrives while the I/O thread is busy waits there, or is lost.
     */
    private static final int KERNEL_BUFFER_BYTES = 4 << 20;

    /** The most bytes that wait here for the system to accept them; beyond this, connections wait. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 << 10, 256 << 10);

    private final NettyLoop loop;
    private final DatagramChannel channel;
    private final Receiver receiver;
    private final boolean connected;
    private final boolean unfragmented;
    private @Nullable ByteBuf next;

    private NettySocket(
            NettyLoop loop, DatagramChannel channel, Receiver receiver, boolean connected, boolean unfragmented) {
        this.loop = loop;
        this.channel = channel;
        this.receiver = receiver;
        this.connected = connected;
        this.unfragmented = unfragmented;
    }

    /** Opens a socket; on the loop, where Netty's work is complete when its calls return. */
    static NettySocket open(
            NettyLoop loop,
            UdpSockets sockets,
            DatagramChannel channel,
            @Nullable InetSocketAddress local,
            @Nullable InetSocketAddress remote,
            Receiver receiver) {
        NettySocket socket = new NettySocket(loop, channel, receiver, remote != null, sockets.forbidFragments(channel));
        try {
            channel.config().setAutoRead(false);
            channel.config().setAllocator(UnpooledByteBufAllocator.DEFAULT);
            channel.config().setWriteBufferWaterMark(WATER_MARK);
            channel.config().setOption(ChannelOption.SO_RCVBUF, KERNEL_BUFFER_BYTES);
            channel.config().setOption(ChannelOption.SO_SNDBUF, KERNEL_BUFFER_BYTES);
            channel.pipeline().addLast(socket);
            done(loop.loop().register(channel));
            if (local != null) {
                done(channel.bind(local));
            }
            if (remote != null) {
                done(channel.connect(remote));
            }
            channel.config().setAutoRead(true);
            return socket;
        } catch (RuntimeException e) {
            discard(channel);
            throw e instanceof SocketFailure ? e : new SocketFailure(e);
        }
    }

    @Override
    public InetSocketAddress local() {
        return channel.localAddress();
    }

    @Override
    public boolean writable() {
        return channel.isWritable();
    }

    @Override
    public int largestBytes() {
        return unfragmented ? DatagramFormat.LARGEST_BYTES : DatagramFormat.BASE_BYTES;
    }

    @Override
    public ByteBuffer buffer(int bytes) {
        ByteBuf buffer = next;
        if (buffer == null || buffer.capacity() < bytes) {
            if (buffer != null) {
                buffer.release();
            }
            buffer = DatagramSendBuffers.ofThread().next(bytes);
            next = buffer;
        }
        return buffer.internalNioBuffer(0, buffer.capacity()).slice();
    }

    @Override
    public void send(InetSocketAddress to, int bytes) {
        ByteBuf buffer = next;
        if (buffer == null) {
            throw new IllegalStateException("send is for what was written into buffer()");
        }
        next = null;
        buffer.writerIndex(bytes);
        channel.write(connected ? buffer : new DatagramPacket(buffer, to), channel.voidPromise());
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public void close(Runnable freed) {
        ByteBuf unused = next;
        next = null;
        if (unused != null) {
            unused.release();
        }
        // The JDK keeps the port of a closed channel until its selector polls again.
        channel.close().addListener(done -> loop.executeAfterPoll(freed));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        DatagramPacket packet = (DatagramPacket) message;
        try {
            ByteBuf content = packet.content();
            ByteBuffer view = content.nioBuffer();
            receiver.onDatagram(view, packet.sender());
        } catch (RuntimeException | Error e) {
            // A link's handler that throws closes its link; this is a mistake of the transport, and ends no other link.
            LOG.log(Level.ERROR, "A datagram from " + packet.sender() + " could not be handled", e);
        } finally {
            packet.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        receiver.onReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            // Not here: this may be called within a flush by the receiver itself.
            loop.execute(receiver::onWritable);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof PortUnreachableException) {
                // Not here: this may be called within a flush by the receiver itself.
                loop.execute(receiver::onUnreachable);
                return;
            }
        }
        // A route that is temporarily missing counts like a lost datagram.
        LOG.log(Level.DEBUG, "The socket {0} failed: {1}", channel, failure);
    }

    private static void done(ChannelFuture future) {
        Throwable failure = future.cause();
        if (failure != null) {
            throw new SocketFailure(failure);
        }
        if (!future.isDone()) {
            throw new SocketFailure(new IllegalStateException("the socket was not ready at once"));
        }
    }

    private static void discard(DatagramChannel channel) {
        if (channel.isRegistered()) {
            channel.close();
        } else {
            channel.unsafe().closeForcibly();
        }
    }
}
