package chaski.transport.udp;

import chaski.transport.udp.protocol.Statistics;
import chaski.transport.udp.protocol.UdpConnection;
import chaski.transport.udp.wire.ResetDatagram;
import chaski.transport.udp.wire.UdpFrames;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a connection at its port: passes it time and packets, and sends what it produces. It outlives its link for a
 * short time, to answer a peer that has not learned of the end. Confined to the port's I/O thread.
 */
final class ConnectionRunner {

    /** Longer delays are cut to this; the timer then has nothing to do and is set again. */
    private static final long LONGEST_TIMER_NS = 3_600_000_000_000L;

    private final UdpPort port;
    private final IoLoop loop;
    private InetSocketAddress remote;
    private final UdpConnection connection;
    private final Runnable onForgotten;
    private @Nullable UdpLinkState link;
    private IoLoop.@Nullable Timer timer;
    private long timerNs;
    private boolean forgotten;
    private boolean touched;

    ConnectionRunner(
            UdpPort port, InetSocketAddress remote, UdpConnection connection, UdpLinkState link, Runnable onForgotten) {
        this.onForgotten = onForgotten;
        this.port = port;
        this.loop = port.loop();
        this.remote = remote;
        this.connection = connection;
        this.link = link;
    }

    UdpConnection connection() {
        return connection;
    }

    InetSocketAddress remote() {
        return remote;
    }

    /** The other side is at another address now, which is validated. */
    void moveTo(InetSocketAddress address) {
        remote = address;
        turn();
    }

    /** {@return whether its link is still open} */
    boolean hasLink() {
        return link != null;
    }

    /** A packet of this connection has arrived; {@link #finishRead} follows. */
    boolean receive(long number, ByteBuffer frames) {
        boolean isNew = connection.receive(number, frames, loop.nanoTime());
        touch();
        return isNew;
    }

    /** A reset has arrived that may be for this connection. */
    boolean reset(ResetDatagram reset, InetSocketAddress from) {
        boolean proven = reset.serverId() == connection.ids().remote()
                && from.equals(remote)
                && connection.reset(reset.resetHigh(), reset.resetLow());
        touch();
        return proven;
    }

    /** The system reports that nothing listens at the other side. */
    void refused() {
        connection.refused();
        turn();
    }

    /** All packets that had arrived were passed to it. */
    void finishRead() {
        touched = false;
        if (link != null) {
            link.finishRead();
        } else {
            turn();
        }
    }

    /** Performs what is due. */
    void turn() {
        if (link != null) {
            link.takeTurn();
        } else {
            pump(Integer.MAX_VALUE);
            settle();
        }
    }

    /** The link is over: nothing is reported to it any more. */
    void detach() {
        link = null;
    }

    /**
     * Sends what the connection produces, as much as the system takes.
     *
     * @param most datagrams at most
     * @return whether it stopped because of that
     */
    boolean pump(int most) {
        UdpSocket socket = port.socket();
        for (int i = 0; i < most; i++) {
            if (!socket.writable()) {
                port.callWhenWritable(this);
                return false;
            }
            long nowNs = loop.nanoTime();
            ByteBuffer buffer = socket.buffer(connection.largestBytes(nowNs));
            if (!connection.produce(buffer, nowNs)) {
                return false;
            }
            socket.send(remote, buffer.position());
        }
        return true;
    }

    /** Flushes what was pumped, sets the timer, and leaves the port if the connection is over. */
    void settle() {
        port.socket().flush();
        if (connection.over()) {
            forget();
        } else if (port.socket().writable()) {
            setTimer();
        }
    }

    /** {@return whether the datagram was accepted} */
    boolean offerDatagram(ByteBuffer bytes) {
        if (bytes.remaining() > UdpFrames.MAX_DATAGRAM_BYTES) {
            throw new IllegalArgumentException("expected a datagram of at most " + UdpFrames.MAX_DATAGRAM_BYTES
                    + " bytes, got " + bytes.remaining() + "; publish larger messages reliably");
        }
        boolean taken = connection.offerDatagram(bytes);
        if (!taken) {
            port.counters().count(UdpCounter.DATAGRAMS_DROPPED);
        }
        return taken;
    }

    /** Leaves the port without sending anything. */
    void forget() {
        if (forgotten) {
            return;
        }
        forgotten = true;
        stopTimer();
        Statistics statistics = connection.statistics();
        port.counters().add(UdpCounter.LOST, statistics.packetsLost());
        port.counters().add(UdpCounter.SPURIOUSLY_LOST, statistics.packetsSpuriouslyLost());
        port.counters().add(UdpCounter.RETRANSMITTED_BYTES, statistics.bytesRetransmitted());
        port.counters().add(UdpCounter.BLACK_HOLES, statistics.blackHoles());
        onForgotten.run();
        port.forget(this);
    }

    private void touch() {
        if (!touched) {
            touched = true;
            port.touched(this);
        }
    }

    private void setTimer() {
        long delayNs = Math.min(connection.delayNs(loop.nanoTime()), LONGEST_TIMER_NS);
        long atNs = loop.nanoTime() + delayNs;
        if (timer != null) {
            if (timerNs - atNs <= 0) {
                // Early rather than late: the timer is set again when it expires, since most deadlines only move
                // forward.
                return;
            }
            stopTimer();
        }
        timerNs = atNs;
        timer = loop.schedule(delayNs, this::ring);
    }

    private void ring() {
        timer = null;
        if (!forgotten) {
            connection.timeout(loop.nanoTime());
            turn();
        }
    }

    private void stopTimer() {
        IoLoop.Timer running = timer;
        timer = null;
        if (running != null) {
            running.cancel();
        }
    }
}
