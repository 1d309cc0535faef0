package chaski.transport.udp;

import chaski.testkit.network.DatagramNetwork;
import chaski.testkit.network.DatagramReceiver;
import chaski.testkit.network.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A router between a dialler and a listener, which assigns one of its own ports to the dialler, and sometimes another
 * one.
 */
final class Nat {

    private static final int INSIDE_PORT = 7000;

    private final DatagramNetwork network;
    private final InetSocketAddress listener;
    private final DatagramSocket inside;
    private DatagramSocket outside;
    private int nextPort = 8000;
    private @Nullable InetSocketAddress dialler;

    Nat(DatagramNetwork network, InetSocketAddress listener) {
        this.network = network;
        this.listener = listener;
        this.inside = network.bind("nat", INSIDE_PORT, new Side() {
            @Override
            public void onDatagram(ByteBuffer datagram, InetSocketAddress from) {
                dialler = from;
                outside.send(datagram, listener);
            }
        });
        this.outside = open();
    }

    /** {@return the endpoint to dial} */
    InetSocketAddress address() {
        return inside.local();
    }

    /** {@return the apparent address of the dialler} */
    InetSocketAddress outside() {
        return outside.local();
    }

    /** Forgets the dialler: packets to it are lost, and its own are sent from another port. */
    void forget() {
        outside.close();
        outside = open();
    }

    InetSocketAddress listener() {
        return listener;
    }

    private DatagramSocket open() {
        nextPort++;
        return network.bind("nat", nextPort, new Side() {
            @Override
            public void onDatagram(ByteBuffer datagram, InetSocketAddress from) {
                InetSocketAddress to = dialler;
                if (to != null) {
                    inside.send(datagram, to);
                }
            }
        });
    }

    private abstract static class Side implements DatagramReceiver {

        @Override
        public void onUnreachable(InetSocketAddress to) {
            // A router does not report that.
        }
    }
}
