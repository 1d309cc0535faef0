package chaski.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One Netty channel. Callers wait while it is not writable, except the event loop itself. */
final class NettySide implements Contender.Side {

    private final EventLoopGroup group;
    private final Contender.Sink sink;
    private final CountDownLatch active = new CountDownLatch(1);
    private final Object writability = new Object();
    private volatile String endpoint = "";
    private volatile @Nullable Channel channel;
    private volatile boolean closed;

    NettySide(EventLoopGroup group, Contender.Sink sink) {
        this.group = group;
        this.sink = sink;
    }

    @Override
    public String endpoint() {
        return endpoint;
    }

    @Override
    public void send(byte[] message) throws IOException, InterruptedException {
        Channel open = open();
        if (!open.isWritable() && !open.eventLoop().inEventLoop()) {
            awaitWritable(open);
        }
        ByteBuf frame = open.alloc().buffer(HandoffBuffer.LENGTH_BYTES + message.length);
        frame.writeInt(message.length).writeBytes(message);
        open.writeAndFlush(frame, open.voidPromise());
    }

    @Override
    public void close() {
        closed = true;
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }

    void endpoint(String value) {
        endpoint = value;
    }

    void active(Channel value) {
        channel = value;
        active.countDown();
    }

    void received(byte[] message) throws IOException, InterruptedException {
        sink.accept(message);
    }

    void writabilityChanged() {
        synchronized (writability) {
            writability.notifyAll();
        }
    }

    void failed(Throwable cause) {
        if (!closed) {
            sink.failed(cause);
        }
    }

    private Channel open() throws InterruptedException {
        Channel open = channel;
        while (open == null) {
            active.await();
            open = channel;
        }
        return open;
    }

    private void awaitWritable(Channel open) throws IOException, InterruptedException {
        synchronized (writability) {
            while (!open.isWritable()) {
                if (!open.isActive()) {
                    throw new IOException("the connection is closed");
                }
                writability.wait();
            }
        }
    }
}
