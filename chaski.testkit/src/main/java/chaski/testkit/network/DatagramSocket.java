package chaski.testkit.network;

import chaski.testkit.simulation.SimulatedProcess;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** A bound port of a host in a {@link DatagramNetwork}. Confined to the simulation's thread. */
public final class DatagramSocket implements AutoCloseable {

    private final DatagramNetwork network;
    private final SimulatedProcess process;
    private final InetSocketAddress local;
    private final DatagramReceiver receiver;
    private boolean closed;

    DatagramSocket(
            DatagramNetwork network, SimulatedProcess process, InetSocketAddress local, DatagramReceiver receiver) {
        this.network = network;
        this.process = process;
        this.local = local;
        this.receiver = receiver;
    }

    /** {@return where it is bound} */
    public InetSocketAddress local() {
        return local;
    }

    /**
     * Sends a datagram.
     *
     * @param datagram from position to limit; copied
     * @param to the destination
     */
    public void send(ByteBuffer datagram, InetSocketAddress to) {
        if (!closed) {
            network.carry(local, to, datagram);
        }
    }

    /** Frees the port. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            network.unbind(this);
        }
    }

    SimulatedProcess process() {
        return process;
    }

    void arrive(ByteBuffer datagram, InetSocketAddress from) {
        if (!closed) {
            receiver.onDatagram(datagram, from);
        }
    }

    void unreachable(InetSocketAddress to) {
        if (!closed) {
            receiver.onUnreachable(to);
        }
    }
}
