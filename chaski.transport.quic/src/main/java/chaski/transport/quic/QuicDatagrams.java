package chaski.transport.quic;

import chaski.api.transport.LinkHandler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams of one link (RFC 9221), each after a byte for its kind. One kind is empty and only shows that this end is there: without it
 * an idle connection would end, since the library sends nothing by itself. Two belong to the {@link QuicPathCheck}. Confined to the link's
 * I/O thread.
 */
final class QuicDatagrams {

    private static final byte PRESENCE = 0;
    private static final byte PAYLOAD = 1;
    private static final byte REPORT_REQUEST = 2;
    private static final byte REPORT = 3;
    private static final int KIND_BYTES = 1;

    /** Presences for one timeout of an idle connection; two may be lost. */
    private static final int PRESENCES = 3;

    private final QuicChannel channel;
    private final QuicCounters counters;
    private final int largestBytes;
    private final QuicPathCheck check;
    private final Future<?> presence;

    /**
     * Begins to show presence.
     *
     * @param channel the connection
     * @param counters count what is dropped
     * @param limit the size of the largest datagram that the connection takes
     * @param idleMs when an idle connection ends
     * @param check of the path, whose reports are datagrams
     */
    QuicDatagrams(QuicChannel channel, QuicCounters counters, int limit, long idleMs, QuicPathCheck check) {
        this.channel = channel;
        this.counters = counters;
        this.largestBytes = Math.max(0, limit - KIND_BYTES);
        this.check = check;
        long intervalMs = Math.max(1, idleMs / PRESENCES);
        this.presence = channel.eventLoop()
                .scheduleAtFixedRate(this::showPresence, intervalMs, intervalMs, TimeUnit.MILLISECONDS);
    }

    /** {@return the size of the largest datagram of a user} */
    int largestBytes() {
        return largestBytes;
    }

    /** Sends a datagram of the user; returns false if it was dropped. */
    boolean send(ByteBuffer bytes) {
        if (!channel.isActive() || !channel.isWritable()) {
            counters.count(QuicCounter.DATAGRAMS_DROPPED);
            return false;
        }
        ByteBuf datagram = Unpooled.directBuffer(KIND_BYTES + bytes.remaining());
        datagram.writeByte(PAYLOAD).writeBytes(bytes.duplicate());
        write(datagram);
        return true;
    }

    /** Passes on a datagram that has arrived. */
    void receive(ByteBuf datagram, @Nullable LinkHandler handler) {
        switch (datagram.isReadable() ? datagram.readByte() : PRESENCE) {
            case PAYLOAD -> {
                if (handler != null) {
                    handler.onDatagram(datagram.nioBuffer().order(ByteOrder.BIG_ENDIAN));
                }
            }
            case REPORT_REQUEST -> check.report(report -> send(REPORT, report));
            case REPORT -> check.reported(datagram);
            default -> {
                // a presence, or of a later version
            }
        }
    }

    /** The address of the dialler has changed. */
    void moved() {
        check.begin(() -> send(REPORT_REQUEST, Unpooled.EMPTY_BUFFER));
    }

    /** Sends nothing more. */
    void end() {
        presence.cancel(false);
        check.end();
    }

    private void showPresence() {
        send(PRESENCE, Unpooled.EMPTY_BUFFER);
    }

    private void send(byte kind, ByteBuf content) {
        if (channel.isActive()) {
            write(Unpooled.directBuffer(KIND_BYTES + content.readableBytes())
                    .writeByte(kind)
                    .writeBytes(content));
        }
    }

    private void write(ByteBuf datagram) {
        channel.writeAndFlush(datagram).addListener(written -> {
            if (!written.isSuccess()) {
                counters.count(QuicCounter.DATAGRAMS_DROPPED);
            }
        });
    }
}
