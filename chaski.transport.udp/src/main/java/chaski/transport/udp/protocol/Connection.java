package chaski.transport.udp.protocol;

import chaski.transport.udp.wire.AckFrame;
import chaski.transport.udp.wire.Datagram;
import chaski.transport.udp.wire.FrameReader;
import chaski.transport.udp.wire.FrameSink;
import chaski.transport.udp.wire.Frames;
import chaski.transport.udp.wire.PacketHeader;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One connection: a reliable, ordered stream of bytes each way, and datagrams that may be lost.
 *
 * <p>Whoever owns it gives it each packet that arrives ({@link #receive}), calls {@link #timeout} when {@link #delayNs} is over, and
 * after each of these, and when there is more to send, lets it {@link #produce} until it has nothing more. It is over when
 * {@link #over} says so; until then a closed connection answers for a short while, so that the other side hears of the end even if the
 * first word of it is lost.
 */
public final class Connection {

    /** Of three timeouts, RFC 9000, section 10.2: long enough for the other side to ask what became of the connection. */
    private static final int CLOSING_PTOS = 3;

    /** Keep-alives in one idle timeout; the first may be lost. */
    private static final int KEEP_ALIVES = 3;

    /** A dialler that has the answer says so at once. One that does not for so long is not there. */
    private static final long CONFIRM_NS = 10_000_000_000L;

    /** Packets without question, until one asks whether acknowledgements arrive. */
    private static final int MOST_UNASKED = 32;

    /** System messages that nobody listens there, without a packet in between, until that is believed: anyone can forge one. */
    private static final int BELIEVED_REFUSALS = 3;

    private static final int MOST_DATAGRAMS = 64;

    private static final int MOST_FRAME_BYTES = Datagram.MAX_BYTES - Datagram.CHECKSUM_BYTES;

    /** Told of what happens; every call comes from within {@link #receive} or {@link #timeout}. */
    public interface Events {

        /**
         * Bytes of the stream, in order.
         *
         * @param bytes at least one; valid only during the call
         */
        void onBytes(ByteBuffer bytes);

        /** The other side will send no more bytes, and all were handed on. */
        void onEnd();

        /**
         * A datagram of the other side's user.
         *
         * @param bytes valid only during the call
         */
        void onDatagram(ByteBuffer bytes);

        /**
         * The connection is over, and not because this side closed it. Nothing follows.
         *
         * @param problem what went wrong, or {@code null} when the other side closed it in order
         * @param reset whether the other side broke it off, or nothing there knows it any more
         */
        void onClosed(@Nullable String problem, boolean reset);
    }

    private enum State {
        OPEN,
        /** Closed by this side; the other side has not confirmed it. */
        CLOSING,
        OVER
    }

    private final ConnectionIds ids;
    private final Parameters parameters;
    private final long originNs;
    private final Statistics statistics = new Statistics();
    private final FrameReader reader = new FrameReader();
    private final AckFrame ack = new AckFrame();
    private final ReceivedPackets received = new ReceivedPackets();
    private final ReceiveStream in = new ReceiveStream();
    private final SendStream out;
    private final Recovery recovery;
    private final Deque<ByteBuffer> datagrams = new ArrayDeque<>();
    private @Nullable Events events;
    private State state = State.OPEN;
    private long nextNumber;
    private long nowNs;
    private long lastReceivedNs;
    private long lastKeepAliveNs;
    private long pacedUntilNs;
    private boolean paced;
    private boolean started;
    private boolean confirmed;
    private boolean pingDue;
    private boolean asking;
    private boolean ignored;
    private boolean endTold;
    private int unasked;
    private int refusals;
    private CloseCode closeCode = CloseCode.CLOSED;
    private String closeReason = "";
    private boolean closeDue;
    private long closeEndsNs;
    private long closeAgainNs;
    private boolean endedEarly;
    private @Nullable String earlyProblem;
    private boolean earlyReset;
    private int answersUntilClose;
    private int packetsWhileClosing;

    /**
     * Makes an open connection.
     *
     * @param ids its names
     * @param parameters what the sides agreed on
     * @param events told of what happens
     * @param source what is to be sent
     * @param nowNs the time
     */
    public Connection(ConnectionIds ids, Parameters parameters, Events events, StreamSource source, long nowNs) {
        this.ids = ids;
        this.parameters = parameters;
        this.events = events;
        this.originNs = nowNs;
        this.out = new SendStream(source, statistics, parameters.maxData());
        this.recovery = new Recovery(new Fates(), statistics);
        if (parameters.rttNs() > 0) {
            recovery.roundTrip().sample(parameters.rttNs(), 0);
        }
        confirmed = parameters.dialler();
        pingDue = parameters.dialler();
    }

    /** {@return its names} */
    public ConnectionIds ids() {
        return ids;
    }

    /** {@return what it has done} */
    public Statistics statistics() {
        return statistics;
    }

    /** {@return whether nothing needs to be done for it any more} */
    public boolean over() {
        return state == State.OVER;
    }

    /** {@return whether the other side has heard that the connection is granted} */
    public boolean confirmed() {
        return confirmed;
    }

    /** {@return whether all that was given has arrived, and the end if it was told} */
    public boolean allAcked() {
        return out.allAcked();
    }

    /** Begins to hand on what arrives, and what has arrived. */
    public void start() {
        started = true;
        in.open();
        in.handOn(this::handOn);
        tellEnd();
        if (endedEarly) {
            endedEarly = false;
            reportClosed(earlyProblem, earlyReset);
        }
    }

    /** Ends the outgoing stream after what is in the source. */
    public void endStream() {
        out.end();
    }

    /**
     * Takes a datagram to send as soon as the path allows.
     *
     * @param bytes at most {@link Frames#MAX_DATAGRAM_BYTES}; copied
     * @return whether it was taken; not when too many wait already
     */
    public boolean offerDatagram(ByteBuffer bytes) {
        if (state != State.OPEN || datagrams.size() >= MOST_DATAGRAMS) {
            return false;
        }
        datagrams.add(
                ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip());
        return true;
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
        asking = false;
        ignored = false;
        String wrong = reader.read(frames, new Arrivals());
        if (wrong != null) {
            broken(wrong);
        }
        if (!ignored) {
            received.add(number, asking, nowNs);
            statistics.packetsReceived++;
        }
        lastReceivedNs = nowNs;
        refusals = 0;
        confirmed = true;
        if (state == State.CLOSING && --answersUntilClose <= 0) {
            closeDue = true;
            // Ever more rarely, so that two sides cannot keep each other busy with this.
            answersUntilClose = ++packetsWhileClosing;
        }
        return true;
    }

    /**
     * Somebody says that there is no such connection.
     *
     * @param high first half of the secret it shows
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

    /** The system says that nobody listens at the other side. */
    public void refused() {
        if (++refusals >= BELIEVED_REFUSALS) {
            end("nothing listens there any more");
        }
    }

    /**
     * Closes. Nothing is told to the events any more, and what was not sent is not sent. Also lets go of a connection that the other
     * side has ended.
     *
     * @param code why
     * @param reason in words, for the other side
     * @param timeNs the time
     */
    public void close(CloseCode code, String reason, long timeNs) {
        nowNs = timeNs - originNs;
        if (state == State.OPEN) {
            closing(code, reason);
        }
        events = null;
        in.close();
    }

    /**
     * Writes the next datagram.
     *
     * @param target empty, with room for {@link Datagram#MAX_BYTES}
     * @param timeNs the time
     * @return whether there was one to send now
     */
    public boolean produce(ByteBuffer target, long timeNs) {
        nowNs = timeNs - originNs;
        if (closeDue) {
            closeDue = false;
            PacketHeader.encode(target, ids.remote(), nextNumber++);
            Frames.close(target, closeCode.number(), closeReason);
            seal(target);
            return true;
        }
        if (state != State.OPEN) {
            return false;
        }
        paced = false;
        boolean probe = recovery.probesDue() > 0;
        boolean work = hasWork() || probe;
        if (work && (probe || mayLeave())) {
            return writePacket(target, probe);
        }
        return received.ackDue(nowNs) && writeAck(target);
    }

    /**
     * Tells when there is something to do even if nothing happens.
     *
     * @param timeNs the time
     * @return how long until {@link #timeout} must be called, perhaps zero; only for a connection that is not over
     */
    public long delayNs(long timeNs) {
        long now = timeNs - originNs;
        if (state == State.CLOSING) {
            return Math.max(0, Math.min(closeEndsNs, closeAgainNs) - now);
        }
        long atNs = Math.min(lastReceivedNs + parameters.idleTimeoutNs(), keepAliveNs());
        if (received.ackWanted()) {
            atNs = received.ackDue(now) ? now : Math.min(atNs, received.ackDueNs());
        }
        if (recovery.timed()) {
            atNs = Math.min(atNs, recovery.timeoutNs());
        }
        if (paced) {
            atNs = Math.min(atNs, pacedUntilNs);
        }
        if (!confirmed) {
            atNs = Math.min(atNs, CONFIRM_NS);
        }
        return Math.max(0, atNs - now);
    }

    /**
     * The time has come, perhaps.
     *
     * @param timeNs the time
     */
    public void timeout(long timeNs) {
        nowNs = timeNs - originNs;
        if (state == State.CLOSING) {
            if (nowNs >= closeEndsNs) {
                state = State.OVER;
            } else if (nowNs >= closeAgainNs) {
                sayCloseAgain();
            }
            return;
        }
        if (state == State.OVER) {
            return;
        }
        if (nowNs >= lastReceivedNs + parameters.idleTimeoutNs()) {
            silent(parameters.idleTimeoutNs());
        } else if (!confirmed && nowNs >= CONFIRM_NS) {
            silent(CONFIRM_NS);
        } else {
            recovery.timeout(nowNs);
            keepAlive();
        }
    }

    private boolean hasWork() {
        return pingDue || (started && in.grantDue()) || !datagrams.isEmpty() || out.hasWork();
    }

    /** Window and pace. */
    private boolean mayLeave() {
        if (!recovery.window().hasRoom()) {
            return false;
        }
        long delayNs = recovery.pacer().delayNs(nowNs, recovery.window(), recovery.roundTrip());
        if (delayNs > 0) {
            paced = true;
            pacedUntilNs = nowNs + delayNs;
            return false;
        }
        return true;
    }

    private boolean writePacket(ByteBuffer target, boolean probe) {
        if (probe && !hasWork()) {
            repeatOldest();
        }
        SentPacket packet = new SentPacket(nextNumber++, nowNs);
        PacketHeader.encode(target, ids.remote(), packet.number);
        if (received.ackWanted()) {
            writeAckFrame(target);
            packet.acknowledged = received.largest();
        }
        if (started && in.grantDue()) {
            Frames.maxData(target, in.grant());
            packet.maxData = true;
        }
        writeDatagrams(target);
        boolean asks = packet.maxData || out.write(target, MOST_FRAME_BYTES - target.position(), packet);
        if (pingDue || probe || !asks) {
            pingDue = false;
            if (target.position() < MOST_FRAME_BYTES) {
                Frames.ping(target);
            }
        }
        unasked = 0;
        seal(target);
        packet.bytes = target.position();
        recovery.sent(packet, probe);
        return true;
    }

    private boolean writeAck(ByteBuffer target) {
        if (++unasked > MOST_UNASKED && mayLeave()) {
            pingDue = true;
            return writePacket(target, false);
        }
        PacketHeader.encode(target, ids.remote(), nextNumber++);
        writeAckFrame(target);
        seal(target);
        return true;
    }

    private void writeAckFrame(ByteBuffer target) {
        received.render(ack, nowNs);
        Frames.ack(target, ack, MOST_FRAME_BYTES - target.position());
        received.ackSent();
    }

    private void writeDatagrams(ByteBuffer target) {
        for (ByteBuffer next = datagrams.peek();
                next != null && next.remaining() + Frames.DATAGRAM_HEADER_BYTES <= MOST_FRAME_BYTES - target.position();
                next = datagrams.peek()) {
            Frames.datagram(target, next);
            datagrams.remove();
        }
    }

    private void seal(ByteBuffer target) {
        Datagram.seal(target);
        statistics.packetsSent++;
    }

    private void repeatOldest() {
        SentPacket oldest = recovery.oldest();
        if (oldest != null) {
            sendAgain(oldest);
        }
    }

    private void sendAgain(SentPacket packet) {
        out.lost(packet);
        if (packet.maxData) {
            in.grantLost();
        }
    }

    private long keepAliveNs() {
        return Math.max(lastReceivedNs, lastKeepAliveNs) + parameters.idleTimeoutNs() / KEEP_ALIVES;
    }

    private void keepAlive() {
        if (nowNs >= keepAliveNs()) {
            lastKeepAliveNs = nowNs;
            pingDue |= !recovery.waits();
            out.trim();
            in.trim();
        }
    }

    private void silent(long forNs) {
        closing(CloseCode.FAILED, "silence");
        reportClosed("nothing was heard for " + forNs / 1_000_000_000 + " s", false);
    }

    private void broken(String wrong) {
        if (state == State.OPEN) {
            closing(CloseCode.PROTOCOL, wrong);
            reportClosed("the other side broke the protocol: " + wrong, false);
        }
    }

    private void closing(CloseCode code, String reason) {
        state = State.CLOSING;
        closeCode = code;
        closeReason = reason;
        answersUntilClose = 1;
        closeEndsNs = nowNs + CLOSING_PTOS * recovery.roundTrip().ptoNs();
        sayCloseAgain();
        datagrams.clear();
    }

    private void sayCloseAgain() {
        closeDue = true;
        closeAgainNs = nowNs + recovery.roundTrip().ptoNs();
    }

    /** The other side has broken it off. */
    private void end(String problem) {
        if (state == State.OPEN) {
            state = State.OVER;
            reportClosed(problem, true);
        } else {
            state = State.OVER;
        }
    }

    private void reportClosed(@Nullable String problem, boolean reset) {
        if (!started) {
            // Reported when the link is started, after what had arrived.
            endedEarly = true;
            earlyProblem = problem;
            earlyReset = reset;
            return;
        }
        in.close();
        Events told = events;
        events = null;
        if (told != null) {
            told.onClosed(problem, reset);
        }
    }

    private void handOn(ByteBuffer bytes) {
        Events told = events;
        if (told != null && (state == State.OPEN || endedEarly)) {
            told.onBytes(bytes);
        }
    }

    private void tellEnd() {
        Events told = events;
        if (started && !endTold && in.atEnd() && told != null && (state == State.OPEN || endedEarly)) {
            endTold = true;
            told.onEnd();
        }
    }

    /** What became of packets that were sent. */
    private final class Fates implements Recovery.Owner {

        @Override
        public void acked(SentPacket packet) {
            out.acked(packet);
            if (packet.acknowledged >= 0) {
                received.heard(packet.acknowledged);
            }
        }

        @Override
        public void lost(SentPacket packet) {
            sendAgain(packet);
        }
    }

    /** The frames of a packet that arrived. */
    private final class Arrivals implements FrameSink {

        @Override
        public void onPing() {
            asking = true;
        }

        @Override
        public void onAck(AckFrame told) {
            if (state == State.OPEN && !recovery.acknowledged(told, nextNumber, nowNs)) {
                broken("an acknowledgement of packet " + told.largest() + ", which was not sent");
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
                    in.take(offset, bytes, Connection.this::handOn);
                    tellEnd();
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
                tellEnd();
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
        public void onDatagram(ByteBuffer bytes) {
            asking = true;
            Events told = events;
            if (told != null && started && state == State.OPEN) {
                told.onDatagram(bytes);
            }
        }

        @Override
        public void onClose(int code, String reason) {
            if (state == State.OPEN) {
                String problem = code == CloseCode.CLOSED.number()
                        ? null
                        : "closed by the other side" + (reason.isEmpty() ? "" : ": " + reason);
                state = State.OVER;
                closeCode = CloseCode.CLOSED;
                closeReason = "";
                closeDue = true;
                reportClosed(problem, problem != null);
            } else {
                state = State.OVER;
                closeDue = false;
            }
        }
    }
}
