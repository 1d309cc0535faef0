package chaski.transport.udp;

import chaski.transport.udp.protocol.ClientHandshake;
import chaski.transport.udp.protocol.ConnectionIds;
import chaski.transport.udp.protocol.Parameters;
import chaski.transport.udp.wire.AcceptDatagram;
import chaski.transport.udp.wire.ChallengeDatagram;
import chaski.transport.udp.wire.DatagramFormat;
import chaski.transport.udp.wire.MovedDatagram;
import chaski.transport.udp.wire.RefusedDatagram;
import chaski.transport.udp.wire.RetryDatagram;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Dials one address, from its own socket. Confined to the I/O thread of the future link. */
final class UdpHandshake implements UdpPort.Opening {

    /** Notified of the outcome: at most once, and not after {@link #abandon}. */
    interface Owner {

        /** There is a link. */
        void connected(UdpLink link);

        /** There is none. */
        void failed(Throwable failure);
    }

    private final UdpPort port;
    private final InetSocketAddress remote;
    private final long lingerMs;
    private final Owner owner;
    private final ClientHandshake dialling;
    private IoLoop.@Nullable Timer timer;
    private boolean over;

    UdpHandshake(UdpPort port, InetSocketAddress remote, long lingerMs, Owner owner) {
        this.port = port;
        this.remote = remote;
        this.lingerMs = lingerMs;
        this.owner = owner;
        this.dialling = new ClientHandshake(port.newId());
    }

    /** Begins; throws {@link SocketFailure} if no attempt is possible. */
    void begin() {
        port.open(null, remote);
        port.opening(this);
        ask();
    }

    /** Abandons the attempt. */
    void abandon() {
        if (!over) {
            over();
        }
    }

    @Override
    public boolean onDatagram(byte type, ByteBuffer body, ByteBuffer datagram, InetSocketAddress from) {
        if (!from.equals(remote)) {
            return false;
        }
        if (type == DatagramFormat.CHALLENGE) {
            return challenged(ChallengeDatagram.decode(body));
        }
        if (over) {
            return false;
        }
        return switch (type) {
            case DatagramFormat.RETRY -> retry(RetryDatagram.decode(body));
            case DatagramFormat.ACCEPT -> accept(AcceptDatagram.decode(body));
            case DatagramFormat.REFUSED -> refused(RefusedDatagram.decode(body));
            default -> false;
        };
    }

    @Override
    public void onUnknown(long id, int bytes, InetSocketAddress from) {
        // The listener's first packet has overtaken its answer; the listener will send it again.
    }

    @Override
    public void onForeign(ConnectionRunner conversation, InetSocketAddress from) {
        // The dialled side does not change its address.
    }

    @Override
    public void onUnreachable() {
        fail("connection refused");
    }

    @Override
    public boolean waits() {
        return !over;
    }

    /** The listener receives packets of this side from a new address, which a router in between has assigned, and asks for proof of it. */
    private boolean challenged(@Nullable ChallengeDatagram challenge) {
        ConnectionRunner conversation = challenge == null ? null : port.conversation(challenge.clientId());
        if (challenge == null || conversation == null) {
            return false;
        }
        port.send(remote, new MovedDatagram(conversation.connection().ids().remote(), challenge.token())::encode);
        return true;
    }

    private boolean retry(@Nullable RetryDatagram retry) {
        if (retry == null || !dialling.retry(retry)) {
            return false;
        }
        ask();
        return true;
    }

    private boolean accept(@Nullable AcceptDatagram accept) {
        if (accept == null || accept.clientId() != dialling.clientId()) {
            return false;
        }
        ConnectionIds ids =
                new ConnectionIds(accept.clientId(), accept.serverId(), accept.resetHigh(), accept.resetLow());
        Parameters parameters = Parameters.negotiated(
                accept.maxData(),
                accept.idleTimeoutMs(),
                dialling.rttNs(port.loop().nanoTime()),
                true,
                Math.min(accept.largestBytes(), port.socket().largestBytes()));
        UdpLink link = port.link(ids, parameters, port.socket().local(), remote, lingerMs, () -> {});
        over();
        owner.connected(link);
        return true;
    }

    private boolean refused(@Nullable RefusedDatagram refused) {
        if (refused == null || refused.clientId() != dialling.clientId()) {
            return false;
        }
        fail(
                switch (refused.code()) {
                    case RefusedDatagram.NOT_LISTENING -> "connection refused";
                    case RefusedDatagram.VERSION ->
                        "the other side uses another version of UDP links; update Chaski on the older node";
                    case RefusedDatagram.FULL -> "the other side takes no more connections at present";
                    default -> "connection refused with code " + refused.code();
                });
        return true;
    }

    private void fail(String reason) {
        if (!over) {
            over();
            owner.failed(new ConnectException(reason));
        }
    }

    private void ask() {
        if (over) {
            return;
        }
        UdpSocket socket = port.socket();
        long nowNs = port.loop().nanoTime();
        if (socket.writable()) {
            ByteBuffer buffer = socket.buffer(DatagramFormat.BASE_BYTES);
            if (dialling.produce(buffer, nowNs)) {
                socket.send(remote, buffer.position());
                socket.flush();
            }
        }
        stopTimer();
        // At least a moment, after which a system that accepts nothing now is tried again.
        timer = port.loop().schedule(Math.max(1_000_000, dialling.delayNs(nowNs)), this::ask);
    }

    private void over() {
        over = true;
        stopTimer();
        port.closeIfUnused();
    }

    private void stopTimer() {
        IoLoop.Timer running = timer;
        timer = null;
        if (running != null) {
            running.cancel();
        }
    }
}
