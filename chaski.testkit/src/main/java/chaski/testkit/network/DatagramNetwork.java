package chaski.testkit.network;

import chaski.testkit.simulation.SimulatedProcess;
import chaski.testkit.simulation.Simulation;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;

/**
 * A network that carries datagrams between the processes of a {@link Simulation}, with faults on request: it loses,
 * repeats, delays and reorders them by the seed, and has bottlenecks with queues.
 *
 * <pre>{@code
 * DatagramNetwork network = new DatagramNetwork(world);
 * network.line(DatagramLine.DEFAULT.delay(Duration.ofMillis(20), Duration.ZERO).loss(0.05));
 * DatagramSocket a = network.bind("a", 0, receiver);
 * a.send(bytes, new InetSocketAddress(network.address("b"), 7601));
 * }</pre>
 *
 * <p>Each process has its own address, which never changes. Confined to the simulation's thread.
 */
public final class DatagramNetwork {

    private static final int FIRST_FREE_PORT = 49152;
    private static final int LAST_PORT = 65535;
    private static final long NS_PER_SECOND = 1_000_000_000;

    private final Simulation simulation;
    private final RandomGenerator chance;
    private final Map<String, InetAddress> addresses = new LinkedHashMap<>();
    private final Map<InetAddress, String> hosts = new HashMap<>();
    private final Map<InetSocketAddress, DatagramSocket> sockets = new HashMap<>();
    private final Map<Route, DatagramProfile> lines = new HashMap<>();
    private final Map<Route, Long> busyUntilNs = new HashMap<>();
    private DatagramProfile usual = DatagramProfile.DEFAULT;
    private DatagramFilter filter = (from, to, datagram) -> true;
    private int nextPort = FIRST_FREE_PORT;
    private long sent;
    private long delivered;
    private long lost;
    private long filtered;
    private long overflowed;
    private long tooLarge;
    private long duplicated;
    private long heldBack;

    /** From one host to another. */
    private record Route(InetAddress from, InetAddress to) {}

    /**
     * Makes a network without faults.
     *
     * @param simulation the world it is in
     */
    public DatagramNetwork(Simulation simulation) {
        this.simulation = simulation;
        this.chance = simulation.random("datagrams");
    }

    /** {@return the world it is in} */
    public Simulation simulation() {
        return simulation;
    }

    /**
     * Returns the address of a process.
     *
     * @param process its name
     * @return the address, 10.0.0.1 for the first that is asked for
     */
    public InetAddress address(String process) {
        return addresses.computeIfAbsent(process, name -> {
            int number = addresses.size() + 1;
            InetAddress address = address(name, number);
            hosts.put(address, name);
            return address;
        });
    }

    /**
     * Finds the address of a process that has one.
     *
     * @param process its name
     * @return the address, if it was ever asked for
     */
    public Optional<InetAddress> resolve(String process) {
        return Optional.ofNullable(addresses.get(process));
    }

    /**
     * Binds a port.
     *
     * @param process the process; started if there is none
     * @param port the port, 0 for any that is free
     * @param receiver receives the datagrams
     * @return the socket; closed when the process is killed
     * @throws IllegalStateException when the port is in use
     */
    public DatagramSocket bind(String process, int port, DatagramReceiver receiver) {
        InetAddress address = address(process);
        InetSocketAddress local = port == 0 ? free(address) : new InetSocketAddress(address, port);
        if (sockets.containsKey(local)) {
            throw new IllegalStateException("Address already in use: " + local);
        }
        SimulatedProcess owner = simulation.process(process);
        DatagramSocket socket = new DatagramSocket(this, owner, local, receiver);
        sockets.put(local, socket);
        owner.onKill(socket::close);
        return socket;
    }

    /**
     * Sets the profile of every line without its own profile.
     *
     * @param line the line
     */
    public void line(DatagramProfile line) {
        usual = line;
    }

    /**
     * Sets the profile of the line from one process to another, in that direction.
     *
     * @param from the sender
     * @param to the receiver
     * @param line the line
     */
    public void line(String from, String to, DatagramProfile line) {
        lines.put(new Route(address(from), address(to)), line);
    }

    /**
     * Passes every datagram to a filter from now on, instead of the previous one.
     *
     * @param decides the filter
     */
    public void filter(DatagramFilter decides) {
        filter = decides;
    }

    /**
     * Sends a datagram with any source address.
     *
     * @param from its claimed source
     * @param to its destination
     * @param datagram from position to limit; copied
     */
    public void forge(InetSocketAddress from, InetSocketAddress to, ByteBuffer datagram) {
        carry(from, to, datagram);
    }

    /** {@return what it has done so far} */
    public DatagramCounts tally() {
        return new DatagramCounts(sent, delivered, lost, filtered, overflowed, tooLarge, duplicated, heldBack);
    }

    void carry(InetSocketAddress from, InetSocketAddress to, ByteBuffer datagram) {
        sent++;
        Route route = new Route(from.getAddress(), to.getAddress());
        DatagramProfile line = lines.getOrDefault(route, usual);
        ByteBuffer copy = ByteBuffer.allocate(datagram.remaining())
                .put(datagram.duplicate())
                .flip();
        if (!filter.passes(from, to, copy.asReadOnlyBuffer())) {
            filtered++;
        } else if (copy.remaining() > line.mtuBytes()) {
            tooLarge++;
        } else if (chance.nextDouble() < line.loss()) {
            lost++;
        } else {
            queue(from, to, copy, route, line);
        }
    }

    void unbind(DatagramSocket socket) {
        sockets.remove(socket.local(), socket);
    }

    private void queue(
            InetSocketAddress from, InetSocketAddress to, ByteBuffer datagram, Route route, DatagramProfile line) {
        long nowNs = simulation.nowNs();
        long leavesNs = nowNs;
        if (line.bytesPerSecond() > 0) {
            long freeNs = Math.max(nowNs, busyUntilNs.getOrDefault(route, 0L));
            long waiting = (freeNs - nowNs) * line.bytesPerSecond() / NS_PER_SECOND;
            if (waiting + datagram.remaining() > line.queueBytes()) {
                overflowed++;
                return;
            }
            leavesNs = freeNs + datagram.remaining() * NS_PER_SECOND / line.bytesPerSecond();
            busyUntilNs.put(route, leavesNs);
        }
        travel(from, to, datagram, leavesNs - nowNs, line);
        if (chance.nextDouble() < line.duplication()) {
            duplicated++;
            travel(from, to, datagram, leavesNs - nowNs, line);
        }
    }

    private void travel(
            InetSocketAddress from, InetSocketAddress to, ByteBuffer datagram, long waitNs, DatagramProfile line) {
        long delayNs = waitNs + line.latency().toNanos();
        if (!line.jitter().isZero()) {
            delayNs += chance.nextLong(line.jitter().toNanos());
        }
        if (chance.nextDouble() < line.reordering()) {
            heldBack++;
            delayNs += line.holdBack().toNanos();
        }
        simulation.after(Duration.ofNanos(delayNs), () -> arrive(from, to, datagram.duplicate(), line));
    }

    private void arrive(InetSocketAddress from, InetSocketAddress to, ByteBuffer datagram, DatagramProfile line) {
        DatagramSocket target = sockets.get(to);
        if (target == null) {
            DatagramSocket sender = sockets.get(from);
            if (sender != null && hosts.containsKey(to.getAddress())) {
                sender.process().after(line.latency(), "unreachable", () -> sender.unreachable(to));
            }
            return;
        }
        delivered++;
        CRC32 sum = new CRC32();
        sum.update(datagram.duplicate());
        simulation.note("datagram", sum.getValue() << 32 | datagram.remaining());
        target.process().after(Duration.ZERO, "datagram", () -> target.arrive(datagram, from));
    }

    private InetSocketAddress free(InetAddress address) {
        InetSocketAddress candidate;
        do {
            candidate = new InetSocketAddress(address, nextPort);
            nextPort = nextPort == LAST_PORT ? FIRST_FREE_PORT : nextPort + 1;
        } while (sockets.containsKey(candidate));
        return candidate;
    }

    private static InetAddress address(String name, int number) {
        byte[] bytes = {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number};
        try {
            return InetAddress.getByAddress(name, bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
