package chaski.transport.udp.protocol;

import chaski.transport.udp.wire.DatagramFormat;
import chaski.transport.udp.wire.UdpAckFrame;
import chaski.transport.udp.wire.UdpFrameReader;
import chaski.transport.udp.wire.UdpFrameSink;
import chaski.transport.udp.wire.UdpFrames;
import java.nio.ByteBuffer;

/**
 * One connection: a reliable, ordered stream of bytes in each direction, and datagrams that may be lost.
 *
 * <p>Its owner passes each packet that arrives to {@link #receive}, calls {@link #timeout} when {@link #delayNs} is over, and after
 * each of these, and when there is more to send, calls {@link #produce} until it returns false. {@link #over} is true when nothing is
 * left to do; until then a closed connection answers for a short while, so that the other side learns of the end even if the first
 * CLOSE is lost.
 */
public final class UdpConnection {

    private enum State {
        OPEN,
        /** Closed by this side; the other side has not confirmed it. */
        CLOSING,
        OVER
    }

    private final ConnectionIds ids;
    private final long originNs;
    private final Statistics statistics = new Statistics();
    private final UdpFrameReader reader = new UdpFrameReader();
    private final UdpFrameSink arrivals = new Arrivals();
    private final ReceivedPackets received = new ReceivedPackets();
    private final ReceiveStream in = new ReceiveStream();
    private final SendStream out;
    private final LossRecovery recovery;
    private final PacketWriter writer;
    private final EarlyEvents events;
    private final PeerLiveness liveness;
    private final ClosePhase close = new ClosePhase();
    private State state = State.OPEN;
    private long nowNs;
    private long arriving;
    private boolean asking;
    private boolean ignored;

    /**
     * Creates an open connection.
     *
     * @param ids its ids
     * @param parameters what the sides agreed on
     * @param events receives its events
     * @param source the bytes to send
     * @param nowNs the time
     */
    public UdpConnection(
            ConnectionIds ids, Parameters parameters, ConnectionEvents events, StreamSource source, long nowNs) {
        this.ids = ids;
        this.liveness = new PeerLiveness(parameters);
        this.originNs = nowNs;
        this.events = new EarlyEvents(events, in);
        this.out = new SendStream(source, statistics, parameters.maxData());
        this.recovery = new LossRecovery(new Fates(), statistics);
        this.writer =
                new PacketWriter(ids.remote(), received, in, out, recovery, parameters.largestBytes(), statistics);
        if (parameters.rttNs() > 0) {
            recovery.roundTrip().sample(parameters.rttNs(), 0);
        }
        if (parameters.dialler()) {
            writer.ping();
        }
    }

    /** {@return its ids} */
    public ConnectionIds ids() {
        return ids;
    }

    /** {@return its statistics} */
    public Statistics statistics() {
        return statistics;
    }

    /** {@return whether nothing needs to be done for it any more} */
    public boolean over() {
        return state == State.OVER;
    }

    /** {@return whether the other side knows that the connection is established} */
    public boolean confirmed() {
        return liveness.confirmed();
    }

    /** {@return whether all bytes of the stream have arrived, and its end if it was sent} */
    public boolean allAcked() {
        return out.allAcked();
    }

    /** Begins to report what has arrived and what will arrive. */
    public void start() {
        writer.grantBytes();
        events.start();
    }

    /** Ends the outgoing stream after the bytes in the source. */
    public void endStream() {
        out.end();
    }

    /**
     * Queues a datagram, which is sent as soon as the path allows.
     *
     * @param bytes at most {@link UdpFrames#MAX_DATAGRAM_BYTES}; copied
     * @return whether it was queued; false if too many wait already
     */
    public boolean offerDatagram(ByteBuffer bytes) {
        return state == State.OPEN && writer.offer(bytes);
    }

    /**
     * A packet has arrived.
     *
     * @param number its number
     * @param frames its frames, without the checksum
     * @param timeNs the time
     * @return whether it was new
     */
    public boolean receive(long number, ByteBuffer frames, long timeNs) {
        nowNs = timeNs - originNs;
        if (state == State.OVER || number < 0 || received.isRepeated(number)) {
            statistics.packetsRepeated++;
            return false;
        }
        arriving = number;
        asking = false;
        ignored = false;
        String wrong = reader.read(frames, arrivals);
        if (wrong != null) {
            broken(wrong);
        }
        if (!ignored) {
            received.add(number, asking, nowNs);
            statistics.packetsReceived++;
        }
        liveness.heard(nowNs);
        if (state == State.CLOSING) {
            close.packetArrived();
        }
        return true;
    }

    /**
     * A reset has arrived: its sender claims that there is no such connection.
     *
     * @param high first half of the secret in it
     * @param low second half
     * @return whether it is the right one
     */
    public boolean reset(long high, long low) {
        if (!ids.provenBy(high, low)) {
            return false;
        }
        end("the other side does not know the link any more");
        return true;
    }

    /** The system reports that nothing listens at the other side. */
    public void refused() {
        if (liveness.refused()) {
            end("nothing listens there any more");
        }
    }

    /**
     * Closes. Nothing is reported any more, and unsent bytes are dropped. Also releases a connection that the other
     * side has ended.
     *
     * @param code why
     * @param reason as text, for the other side
     * @param timeNs the time
     */
    public void close(CloseCode code, String reason, long timeNs) {
        nowNs = timeNs - originNs;
        if (state == State.OPEN) {
            closing(code, reason);
        }
        events.drop();
    }

    /**
     * Returns how much room the next datagram needs.
     *
     * @param timeNs the time
     * @return the bytes, at least {@link DatagramFormat#BASE_BYTES}
     */
    public int largestBytes(long timeNs) {
        return writer.largestBytes(timeNs - originNs);
    }

    /**
     * Writes the next datagram.
     *
     * @param target empty, with room for {@link #largestBytes}
     * @param timeNs the time
     * @return whether there was one to send now
     */
    public boolean produce(ByteBuffer target, long timeNs) {
        nowNs = timeNs - originNs;
        if (close.due()) {
            writer.writeClose(target, close);
            return true;
        }
        return state == State.OPEN && writer.write(target, nowNs);
    }

    /**
     * Returns when there is something to do without another event.
     *
     * @param timeNs the time
     * @return how long until {@link #timeout} must be called, possibly zero; only for a connection that has not ended
     */
    public long delayNs(long timeNs) {
        long now = timeNs - originNs;
        if (state == State.CLOSING) {
            return Math.max(0, close.timeoutNs() - now);
        }
        long atNs = Math.min(liveness.timeoutNs(), writer.pacedUntilNs());
        if (received.ackWanted()) {
            atNs = received.ackDue(now) ? now : Math.min(atNs, received.ackDueNs());
        }
        if (recovery.timed()) {
            atNs = Math.min(atNs, recovery.timeoutNs());
        }
        return Math.max(0, atNs - now);
    }

    /**
     * The timer may have expired.
     *
     * @param timeNs the time
     */
    public void timeout(long timeNs) {
        nowNs = timeNs - originNs;
        switch (state) {
            case OPEN -> timeoutOpen();
            case CLOSING -> {
                if (close.timeout(nowNs, recovery.roundTrip().ptoNs())) {
                    state = State.OVER;
                }
            }
            case OVER -> {}
        }
    }

    private void timeoutOpen() {
        long silenceNs = liveness.exceededSilenceNs(nowNs);
        if (silenceNs > 0) {
            silent(silenceNs);
        } else {
            recovery.timeout(nowNs);
            keepAlive();
        }
    }

    private void keepAlive() {
        if (liveness.keepAliveDue(nowNs)) {
            if (!recovery.waits()) {
                writer.ping();
            }
            out.trim();
            in.trim();
        }
    }

    private void silent(long forNs) {
        closing(CloseCode.FAILED, "silence");
        events.closed("nothing was received for " + forNs / 1_000_000_000 + " s", false);
    }

    private void broken(String wrong) {
        if (state == State.OPEN) {
            closing(CloseCode.PROTOCOL, wrong);
            events.closed("the other side broke the protocol: " + wrong, false);
        }
    }

    private void closing(CloseCode code, String reason) {
        state = State.CLOSING;
        close.begin(code, reason, nowNs, recovery.roundTrip().ptoNs());
        writer.dropDatagrams();
    }

    /** The other side has reset it. */
    private void end(String problem) {
        boolean wasOpen = state == State.OPEN;
        state = State.OVER;
        if (wasOpen) {
            events.closed(problem, true);
        }
    }

    /** Handles the outcome of sent packets. */
    private final class Fates implements LossRecovery.Owner {

        @Override
        public void acked(SentPacket packet) {
            out.acked(packet);
            writer.acked(packet, nowNs);
            if (packet.acknowledged >= 0) {
                received.acknowledgementReceived(packet.acknowledged);
            }
        }

        @Override
        public void lost(SentPacket packet) {
            writer.lost(packet, nowNs);
        }
    }

    /** Handles the frames of an arriving packet. */
    private final class Arrivals implements UdpFrameSink {

        @Override
        public void onPing() {
            asking = true;
        }

        @Override
        public void onAck(UdpAckFrame ack) {
            if (state == State.OPEN && !recovery.acknowledged(ack, writer.nextNumber(), nowNs)) {
                broken("an acknowledgement of packet " + ack.largest() + ", which was not sent");
            }
        }

        @Override
        public void onStream(long offset, ByteBuffer bytes) {
            asking = true;
            if (state != State.OPEN) {
                return;
            }
            switch (in.judge(offset, bytes.remaining())) {
                case TAKEN -> {
                    in.take(offset, bytes, events::bytes);
                    events.endIfComplete();
                }
                case NO_ROOM -> ignored = true;
                case WRONG -> broken("more of the stream than was granted, or beyond its end");
            }
        }

        @Override
        public void onEnd(long offset) {
            asking = true;
            if (state != State.OPEN) {
                return;
            }
            if (in.end(offset)) {
                events.endIfComplete();
            } else {
                broken("a stream with two lengths");
            }
        }

        @Override
        public void onMaxData(long offset) {
            asking = true;
            out.limit(offset);
        }

        @Override
        public void onAckFrequency(int packets, long delayUs) {
            asking = true;
            received.frequency(arriving, packets, delayUs * 1000);
        }

        @Override
        public void onDatagram(ByteBuffer bytes) {
            asking = true;
            if (state == State.OPEN) {
                events.datagram(bytes);
            }
        }

        @Override
        public void onClose(int code, String reason) {
            if (state != State.OPEN) {
                state = State.OVER;
                close.confirmed();
                return;
            }
            state = State.OVER;
            close.confirm();
            String problem = code == CloseCode.CLOSED.number()
                    ? null
                    : "closed by the other side" + (reason.isEmpty() ? "" : ": " + reason);
            events.closed(problem, problem != null);
        }
    }
}
