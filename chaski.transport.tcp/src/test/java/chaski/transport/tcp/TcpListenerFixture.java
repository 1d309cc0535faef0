package chaski.transport.tcp;

import chaski.api.Endpoint;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Link;
import chaski.api.transport.LinkAcceptor;
import chaski.api.transport.Listener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A listening transport whose links a test takes one by one, and the plain sockets and links that connect to it. */
final class TcpListenerFixture implements AutoCloseable {

    static final Endpoint ANY_PORT = Endpoint.parse("tcp://127.0.0.1:0");

    private final TcpTransport transport;
    private final Listener listener;
    private final BlockingQueue<Link> accepted = new LinkedBlockingQueue<>();

    TcpListenerFixture(TcpTransport transport) {
        this(transport, ANY_PORT);
    }

    TcpListenerFixture(TcpTransport transport, Endpoint local) {
        this.transport = transport;
        this.listener = transport.listen(local, accepted::add);
    }

    TcpListenerFixture(TcpTransport transport, Endpoint local, LinkAcceptor acceptor) {
        this.transport = transport;
        this.listener = transport.listen(local, acceptor);
    }

    Endpoint bound() {
        return listener.bound();
    }

    TcpTransport transport() {
        return transport;
    }

    Link accept() throws InterruptedException {
        Link link = accepted.poll(30, TimeUnit.SECONDS);
        if (link == null) {
            throw new AssertionError("no link was accepted on " + bound());
        }
        return link;
    }

    Link dial(Endpoint remote) throws InterruptedException, ExecutionException {
        return transport
                .connect(remote, ConnectOptions.DEFAULT)
                .toCompletableFuture()
                .get();
    }

    /** Connects without any of our code. */
    Socket plain() throws IOException {
        return plain(new Socket());
    }

    Socket plain(Socket socket) throws IOException {
        socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), bound().port()));
        return socket;
    }

    @Override
    public void close() {
        transport.close();
    }
}
