package chaski.transport.quic;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A NAT with real sockets between one dialler and a listener: it may give the dialler another port, or drop everything. */
final class UdpForwarder implements AutoCloseable {

    private final Queue<DatagramSocket> opened = new ConcurrentLinkedQueue<>();
    private final DatagramSocket inside;
    private final InetSocketAddress listener;
    private volatile DatagramSocket outside;
    private volatile @Nullable SocketAddress dialler;
    private volatile boolean silent;
    private volatile boolean forgetful;
    private volatile boolean abrupt;

    /** The packets of the dialler. */
    final AtomicLong forwarded = new AtomicLong();

    /** The packets to an address that the dialler has no longer. */
    final AtomicLong missed = new AtomicLong();

    UdpForwarder(int listenerPort) throws IOException {
        this.listener = new InetSocketAddress(InetAddress.getLoopbackAddress(), listenerPort);
        this.inside = open();
        this.outside = open();
        start("forwarder-inside", this::fromDialler);
        answers(outside);
    }

    int port() {
        return inside.getLocalPort();
    }

    /** Uses another port for what the dialler sends; packets in flight to the old one still arrive. */
    void rebind() throws IOException {
        DatagramSocket next = open();
        outside = next;
        answers(next);
    }

    /** Forgets the dialler until {@link #rebindAbruptly}: what the listener sends to it is lost. */
    void forget() {
        forgetful = true;
    }

    /** Uses another port for what the dialler sends; packets to the old one are lost. */
    void rebindAbruptly() throws IOException {
        abrupt = true;
        rebind();
        forgetful = false;
    }

    /** Drops everything from now on. */
    void silence() {
        silent = true;
    }

    @Override
    public void close() {
        opened.forEach(DatagramSocket::close);
    }

    private DatagramSocket open() throws IOException {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.setReceiveBufferSize(4 << 20);
        socket.setSendBufferSize(4 << 20);
        opened.add(socket);
        return socket;
    }

    private void fromDialler() throws IOException {
        DatagramPacket packet = packet();
        while (true) {
            packet.setLength(packet.getData().length);
            inside.receive(packet);
            dialler = packet.getSocketAddress();
            forwarded.incrementAndGet();
            packet.setSocketAddress(listener);
            DatagramSocket out = outside;
            if (!silent && !out.isClosed()) {
                send(out, packet);
            }
        }
    }

    private void answers(DatagramSocket from) {
        start("forwarder-outside", () -> {
            DatagramPacket packet = packet();
            while (true) {
                packet.setLength(packet.getData().length);
                from.receive(packet);
                SocketAddress to = dialler;
                if (from != outside ? abrupt : forgetful) {
                    missed.incrementAndGet();
                } else if (!silent && to != null) {
                    packet.setSocketAddress(to);
                    send(inside, packet);
                }
            }
        });
    }

    private static DatagramPacket packet() {
        return new DatagramPacket(new byte[2048], 2048);
    }

    /** Like a network, it loses what it cannot send. */
    private static void send(DatagramSocket socket, DatagramPacket packet) throws IOException {
        try {
            socket.send(packet);
        } catch (SocketException closed) {
            if (!socket.isClosed()) {
                throw closed;
            }
        }
    }

    private interface Loop {
        void run() throws IOException;
    }

    private static void start(String name, Loop loop) {
        Thread thread = new Thread(
                () -> {
                    try {
                        loop.run();
                    } catch (IOException closed) {
                        // its socket was closed
                        return;
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }
}
