package chaski.node.link;

import chaski.api.protocol.Environment;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Keeps the addresses of this machine, which are read every {@value #INTERVAL_SECONDS} seconds once they are needed: interfaces
 * come and go with cables, VPNs and DHCP leases, and the JDK does not report it. Nothing is read and no timer runs before
 * {@link #start}. Thread-safe.
 */
final class InterfaceWatch {

    /**
     * Far below the time that a user waits for a node to be found, and long enough that the cost of reading a hundred interfaces is
     * negligible.
     */
    static final long INTERVAL_SECONDS = 5;

    private static final Logger LOG = System.getLogger(InterfaceWatch.class.getName());
    private static final long INTERVAL_NS = INTERVAL_SECONDS * 1_000_000_000L;

    /** Reads the addresses. The simulation and tests supply other addresses than those of this machine. */
    @FunctionalInterface
    interface Source {

        /**
         * Returns the addresses of the interfaces that are up; may block.
         *
         * @return the addresses, in a stable order
         * @throws IOException if the system does not report them
         */
        List<InetAddress> read() throws IOException;
    }

    private final Environment environment;
    private final Source source;
    private final Runnable onChange;
    private boolean started;
    private boolean closed;
    private List<InetAddress> addresses = List.of();

    /**
     * Creates a watch that has not started.
     *
     * @param environment the timer, and a thread for each reading
     * @param source the addresses
     * @param onChange called after each change but the first reading, on a thread that may block and without a lock
     */
    InterfaceWatch(Environment environment, Source source, Runnable onChange) {
        this.environment = environment;
        this.source = source;
        this.onChange = onChange;
    }

    /** Reads the addresses and starts to watch them; has no effect if it has started. */
    synchronized void start() {
        if (!started && !closed) {
            started = true;
            addresses = read();
            schedule();
        }
    }

    /** {@return the addresses of the latest reading} */
    synchronized List<InetAddress> addresses() {
        return addresses;
    }

    /** Stops watching. */
    synchronized void close() {
        closed = true;
    }

    private void schedule() {
        environment.schedule(INTERVAL_NS, () -> environment.start("interfaces", this::refresh));
    }

    private void refresh() {
        List<InetAddress> now = read();
        boolean changed;
        synchronized (this) {
            if (closed) {
                return;
            }
            changed = !Set.copyOf(now).equals(Set.copyOf(addresses));
            addresses = changed ? now : addresses;
            schedule();
        }
        if (changed) {
            onChange.run();
        }
    }

    private List<InetAddress> read() {
        try {
            return List.copyOf(source.read());
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the addresses of the interfaces cannot be read: {0}", e.getMessage());
            return addresses();
        }
    }

    /**
     * Reads the addresses of this machine's interfaces that are up.
     *
     * @return the addresses, in the order of the interfaces
     * @throws IOException if the system does not report them
     */
    static List<InetAddress> ofThisMachine() throws IOException {
        List<InetAddress> addresses = new ArrayList<>();
        for (NetworkInterface one : NetworkInterface.networkInterfaces().toList()) {
            if (one.isUp()) {
                one.inetAddresses().forEach(addresses::add);
            }
        }
        return addresses;
    }
}
