package chaski.bench;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One blocking socket with a thread that reads and one that writes. */
final class HandoffSide implements Contender.Side {

    private final String endpoint;
    private final @Nullable ServerSocketChannel server;
    private final Contender.Sink sink;
    private final HandoffBuffer buffer = new HandoffBuffer();
    private final Object lock = new Object();
    private @Nullable SocketChannel channel;
    private boolean closed;

    private HandoffSide(String endpoint, @Nullable ServerSocketChannel server, Contender.Sink sink) {
        this.endpoint = endpoint;
        this.server = server;
        this.sink = sink;
    }

    static HandoffSide accepting(String endpoint, ServerSocketChannel server, Contender.Sink sink) {
        HandoffSide side = new HandoffSide(endpoint, server, sink);
        side.run("handoff-reader", () -> {
            try (server) {
                side.use(server.accept());
            }
            side.read();
        });
        return side;
    }

    static HandoffSide connected(String endpoint, SocketChannel channel, Contender.Sink sink) throws IOException {
        HandoffSide side = new HandoffSide(endpoint, null, sink);
        side.use(channel);
        side.run("handoff-reader", side::read);
        return side;
    }

    @Override
    public String endpoint() {
        return endpoint;
    }

    @Override
    public void send(byte[] message) throws IOException, InterruptedException {
        buffer.append(message);
    }

    @Override
    public void close() throws IOException {
        buffer.close();
        synchronized (lock) {
            closed = true;
            if (channel != null) {
                channel.close();
            }
        }
        if (server != null) {
            server.close();
        }
    }

    private void use(SocketChannel opened) throws IOException {
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
        synchronized (lock) {
            channel = opened;
            if (closed) {
                opened.close();
            }
        }
        run("handoff-writer", () -> write(opened));
    }

    private void read() throws IOException, InterruptedException {
        SocketChannel open;
        synchronized (lock) {
            open = channel;
        }
        if (open != null) {
            new LengthFrameReader(open, sink).readAll();
        }
        // the other side has ended: callers and the writer need not wait for it
        close();
    }

    private void write(SocketChannel open) throws IOException, InterruptedException {
        for (ByteBuffer batch = buffer.take(); batch.hasRemaining(); batch = buffer.take()) {
            while (batch.hasRemaining()) {
                open.write(batch);
            }
        }
    }

    /** Runs a thread whose failure is reported to the sink, unless this side was closed on purpose. */
    private void run(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException | InterruptedException | RuntimeException | Error e) {
                        if (!isClosed()) {
                            sink.failed(e);
                        }
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    private interface Work {

        void run() throws IOException, InterruptedException;
    }
}
