package chaski.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * The realistic limit of a publisher that many threads may use: plain blocking sockets, callers that append under a
 * lock, and a thread that writes everything that is buffered.
 */
final class HandoffContender implements Contender {

    @Override
    public Side listen(Sink sink) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
        return HandoffSide.accepting("tcp://127.0.0.1:" + port, server, sink);
    }

    @Override
    public Side connect(String endpoint, Sink sink) throws IOException {
        URI uri = URI.create(endpoint);
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(uri.getHost(), uri.getPort()));
        return HandoffSide.connected(endpoint, channel, sink);
    }
}
