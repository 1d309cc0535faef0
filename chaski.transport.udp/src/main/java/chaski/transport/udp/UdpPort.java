package chaski.transport.udp;

import chaski.transport.udp.protocol.ConnectionIds;
import chaski.transport.udp.protocol.Parameters;
import chaski.transport.udp.protocol.UdpConnection;
import chaski.transport.udp.wire.DatagramFormat;
import chaski.transport.udp.wire.PacketHeader;
import chaski.transport.udp.wire.ResetDatagram;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One UDP socket and the connections it serves: one, if it dials; all of its listener's, if it listens. A datagram that
 * belongs to none is ignored and counted. The socket closes when nothing uses it any more. Confined to its I/O thread.
 */
final class UdpPort implements UdpSocket.Receiver {

    /** Handles the datagrams that open connections. */
    interface Opening {

        /**
         * A datagram arrived that is no packet of a connection.
         *
         * @param type its type
         * @param body what follows the type
         * @param datagram the whole, without the checksum
         * @return whether this handler expected it
         */
        boolean onDatagram(byte type, ByteBuffer body, ByteBuffer datagram, InetSocketAddress from);

        /** A packet arrived for a connection that is not known. */
        void onUnknown(long id, int bytes, InetSocketAddress from);

        /** A packet arrived for a connection, from an address other than its own. */
        void onForeign(ConnectionRunner conversation, InetSocketAddress from);

        /** The system reports that nothing listens at the other side. */
        void onUnreachable();

        /** {@return whether it still waits for datagrams, so that the socket stays open without any connection} */
        boolean waits();
    }

    private final UdpRuntime io;
    private final IoLoop loop;
    private final UdpCounters counters;
    private final Map<Long, ConnectionRunner> conversations = new HashMap<>();
    private final List<ConnectionRunner> touched = new ArrayList<>();
    private final Set<ConnectionRunner> waiting = new LinkedHashSet<>();
    private final List<Runnable> onClose = new ArrayList<>();
    private @Nullable UdpSocket socket;
    private @Nullable Opening opening;
    private boolean closed;

    UdpPort(UdpRuntime io, IoLoop loop, UdpCounters counters) {
        this.io = io;
        this.loop = loop;
        this.counters = counters;
    }

    /** Opens the socket; on the loop. */
    void open(@Nullable InetSocketAddress local, @Nullable InetSocketAddress remote) {
        try {
            socket = io.open(loop, local, remote, this);
        } catch (SocketFailure e) {
            closeNow();
            throw e;
        }
    }

    UdpRuntime io() {
        return io;
    }

    IoLoop loop() {
        return loop;
    }

    UdpCounters counters() {
        return counters;
    }

    UdpSocket socket() {
        UdpSocket current = socket;
        if (current == null) {
            throw new IllegalStateException("the port is used before it is open");
        }
        return current;
    }

    int conversations() {
        return conversations.size();
    }

    /** {@return the connection of an id, if there is one} */
    @Nullable
    ConnectionRunner conversation(long id) {
        return conversations.get(id);
    }

    /** {@return whether any connection has an open link} */
    boolean hasLinks() {
        return conversations.values().stream().anyMatch(ConnectionRunner::hasLink);
    }

    boolean closed() {
        return closed;
    }

    /** Sets the handler of datagrams that open connections. */
    void opening(Opening taker) {
        opening = taker;
    }

    /** Closes the socket unless connections use it or others may still be opened. */
    void closeIfUnused() {
        boolean awaited = opening != null && opening.waits();
        if (socket != null && !awaited && conversations.isEmpty()) {
            closeNow();
        }
    }

    /** Runs a task when the socket is closed. */
    void whenClosed(Runnable task) {
        onClose.add(task);
    }

    /** {@return an id for a new connection, different from those of all others here} */
    long newId() {
        long id = io.random();
        while (conversations.containsKey(id)) {
            id = io.random();
        }
        return id;
    }

    /** Creates the link of an established connection; the task runs when nothing of it is left. */
    UdpLink link(
            ConnectionIds ids,
            Parameters parameters,
            InetSocketAddress local,
            InetSocketAddress remote,
            long lingerMs,
            Runnable forgotten) {
        UdpLink link = new UdpLink(loop, local, remote, lingerMs);
        UdpLinkState turns = link.turns();
        UdpConnection connection = new UdpConnection(ids, parameters, turns, turns.outbox(), loop.nanoTime());
        ConnectionRunner conversation = new ConnectionRunner(this, remote, connection, turns, forgotten);
        turns.attach(conversation);
        conversations.put(ids.local(), conversation);
        // The first timer, and the first packet of the dialler.
        touched(conversation);
        loop.execute(this::onReadComplete);
        return link;
    }

    /** Sends one datagram, whatever the connections do. */
    void send(InetSocketAddress to, Consumer<ByteBuffer> encode) {
        UdpSocket out = socket();
        if (out.writable()) {
            ByteBuffer buffer = out.buffer(DatagramFormat.BASE_BYTES);
            encode.accept(buffer);
            out.send(to, buffer.position());
            out.flush();
        }
    }

    void touched(ConnectionRunner conversation) {
        touched.add(conversation);
    }

    void callWhenWritable(ConnectionRunner conversation) {
        waiting.add(conversation);
    }

    void forget(ConnectionRunner conversation) {
        conversations.remove(conversation.connection().ids().local(), conversation);
        waiting.remove(conversation);
        closeIfUnused();
    }

    /** Frees the socket immediately, even if it is in use. */
    void closeNow() {
        if (!closed) {
            closed = true;
            UdpSocket open = socket;
            if (open == null) {
                onClose.forEach(Runnable::run);
                return;
            }
            open.flush();
            open.close(() -> onClose.forEach(Runnable::run));
            List.copyOf(conversations.values()).forEach(ConnectionRunner::forget);
        }
    }

    @Override
    public void onDatagram(ByteBuffer datagram, InetSocketAddress from) {
        if (closed) {
            return;
        }
        if (!DatagramFormat.open(datagram)) {
            counters.count(UdpCounter.GARBLED);
            return;
        }
        byte type = datagram.get(0);
        if (type == DatagramFormat.PACKET) {
            packet(datagram, from);
        } else if (type == DatagramFormat.RESET) {
            reset(datagram.position(1), from);
        } else if (opening == null || !opening.onDatagram(type, datagram.position(1), datagram, from)) {
            counters.count(UdpCounter.UNEXPECTED);
        }
    }

    @Override
    public void onReadComplete() {
        for (int i = 0; i < touched.size(); i++) {
            touched.get(i).finishRead();
        }
        touched.clear();
    }

    @Override
    public void onWritable() {
        List<ConnectionRunner> now = List.copyOf(waiting);
        waiting.clear();
        now.forEach(ConnectionRunner::turn);
    }

    @Override
    public void onUnreachable() {
        if (opening != null) {
            opening.onUnreachable();
        }
        List.copyOf(conversations.values()).forEach(ConnectionRunner::refused);
    }

    private void packet(ByteBuffer datagram, InetSocketAddress from) {
        if (datagram.limit() < PacketHeader.BYTES) {
            counters.count(UdpCounter.MALFORMED);
            return;
        }
        long id = datagram.getLong(PacketHeader.ID_OFFSET);
        ConnectionRunner conversation = conversations.get(id);
        if (conversation == null) {
            counters.count(UdpCounter.UNKNOWN);
            if (opening != null) {
                opening.onUnknown(id, datagram.limit() + DatagramFormat.CHECKSUM_BYTES, from);
            }
        } else if (!conversation.remote().equals(from)) {
            counters.count(UdpCounter.FOREIGN);
            if (opening != null) {
                opening.onForeign(conversation, from);
            }
        } else if (!conversation.receive(
                datagram.getLong(PacketHeader.NUMBER_OFFSET), datagram.position(PacketHeader.BYTES))) {
            counters.count(UdpCounter.REPEATED);
        }
    }

    private void reset(ByteBuffer body, InetSocketAddress from) {
        ResetDatagram reset = ResetDatagram.decode(body);
        if (reset == null) {
            counters.count(UdpCounter.MALFORMED);
            return;
        }
        // Only diallers are reset, and they have one connection; a listener does not check all of its connections for a
        // forgery.
        boolean done = conversations.size() == 1
                && conversations.values().iterator().next().reset(reset, from);
        if (!done) {
            counters.count(UdpCounter.UNEXPECTED);
        }
    }
}
