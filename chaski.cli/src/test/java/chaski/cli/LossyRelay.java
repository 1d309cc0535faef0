package chaski.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Forwards datagrams to a port and back, with faults: it loses 5 %, sends 1 % twice, and lets the next three overtake 3
 * %. It counts the faults. Each dialler gets its own socket towards the port.
 */
final class LossyRelay implements AutoCloseable {

    private static final int LOST_PER_MILLE = 50;
    private static final int REPEATED_PER_MILLE = 10;
    private static final int HELD_PER_MILLE = 30;
    private static final int OVERTAKEN_BY = 3;
    private static final int LARGEST_BYTES = 2048;

    private final InetSocketAddress target;
    private final SplittableRandom random;
    private final DatagramSocket front;
    private final Map<SocketAddress, Way> ways = new ConcurrentHashMap<>();
    private final AtomicLong forwarded = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();
    private final AtomicLong held = new AtomicLong();

    private LossyRelay(int port, long seed) throws IOException {
        target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        random = new SplittableRandom(seed);
        front = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    static LossyRelay to(int port, long seed) throws IOException {
        LossyRelay relay = new LossyRelay(port, seed);
        relay.thread("front", relay::readFront);
        return relay;
    }

    /** {@return the endpoint to join instead of the port} */
    String endpoint() {
        return endpoint("udp");
    }

    /** {@return the endpoint to join instead of the port, for any protocol in datagrams} */
    String endpoint(String scheme) {
        return scheme + "://127.0.0.1:" + front.getLocalPort();
    }

    long forwarded() {
        return forwarded.get();
    }

    long lost() {
        return lost.get();
    }

    long repeated() {
        return repeated.get();
    }

    long held() {
        return held.get();
    }

    @Override
    public void close() {
        front.close();
        ways.values().forEach(way -> way.back.close());
    }

    private void readFront() {
        read(front, packet -> ways.computeIfAbsent(packet.getSocketAddress(), Way::new)
                .there
                .pass(packet));
    }

    /** One dialler. */
    private final class Way {

        private final DatagramSocket back;
        private final Lane there;

        Way(SocketAddress dialler) {
            try {
                back = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            } catch (SocketException e) {
                throw new UncheckedIOException(e);
            }
            there = new Lane(back, target);
            Lane home = new Lane(front, dialler);
            thread("back", () -> read(back, home::pass));
        }
    }

    /** One direction; used by one thread. */
    private final class Lane {

        private final DatagramSocket socket;
        private final SocketAddress to;
        private final SplittableRandom chance;
        private final List<byte[]> waiting = new ArrayList<>();
        private int overtaking;

        Lane(DatagramSocket socket, SocketAddress to) {
            this.socket = socket;
            this.to = to;
            synchronized (random) {
                this.chance = random.split();
            }
        }

        void pass(DatagramPacket packet) {
            byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
            int drawn = chance.nextInt(1000);
            if (drawn < LOST_PER_MILLE) {
                lost.incrementAndGet();
                return;
            }
            if (drawn < LOST_PER_MILLE + HELD_PER_MILLE && waiting.isEmpty()) {
                held.incrementAndGet();
                waiting.add(bytes);
                overtaking = OVERTAKEN_BY;
                return;
            }
            forward(bytes);
            if (drawn >= 1000 - REPEATED_PER_MILLE) {
                repeated.incrementAndGet();
                forward(bytes);
            }
            if (!waiting.isEmpty() && --overtaking == 0) {
                waiting.forEach(this::forward);
                waiting.clear();
            }
        }

        private void forward(byte[] bytes) {
            try {
                socket.send(new DatagramPacket(bytes, bytes.length, to));
                forwarded.incrementAndGet();
            } catch (IOException gone) {
                // One side has closed: to the other it is as if the datagram was lost.
                lost.incrementAndGet();
            }
        }
    }

    private interface Handling {
        void take(DatagramPacket packet);
    }

    private static void read(DatagramSocket socket, Handling handling) {
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(new byte[LARGEST_BYTES], LARGEST_BYTES);
            try {
                socket.receive(packet);
            } catch (IOException closed) {
                return;
            }
            handling.take(packet);
        }
    }

    private void thread(String what, Runnable task) {
        Thread thread = new Thread(task, "lossy-relay-" + what);
        thread.setDaemon(true);
        thread.start();
    }
}
