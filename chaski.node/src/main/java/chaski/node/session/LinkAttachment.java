package chaski.node.session;

import chaski.api.ProtocolException;
import chaski.node.declaration.Declarations;
import chaski.node.frame.FrameBatch;
import chaski.node.frame.SessionLink;
import chaski.node.liveness.PingLimit;
import chaski.node.log.LogReader;
import chaski.node.receive.RecordReceiver;
import chaski.node.send.SendChannel;
import chaski.node.wire.AckFrame;
import chaski.node.wire.BlockedFrame;
import chaski.node.wire.Confirm;
import chaski.node.wire.ConfirmFrame;
import chaski.node.wire.CreditFrame;
import chaski.node.wire.DataFrame;
import chaski.node.wire.DeclarationChange;
import chaski.node.wire.DeclareFrame;
import chaski.node.wire.DeclaredFrame;
import chaski.node.wire.FrameType;
import chaski.node.wire.Goodbye;
import chaski.node.wire.GoodbyeFrame;
import chaski.node.wire.Hello;
import chaski.node.wire.PingFrame;
import chaski.node.wire.RefusalsFrame;
import chaski.node.wire.RenewFrame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One link's part in a session, from its ATTACH until the link is closed. It passes received data to the session and
 * renders what is to be sent.
 *
 * <p>Confined to the link's I/O thread, except {@link #begin}, by which the control loop permits it to send, and the methods
 * by which the control loop ends it. Until it begins it sends nothing of the session.
 */
public final class LinkAttachment implements LinkPart {

    final Session session;
    final SessionLink link;
    final long epoch;

    /** The minimum time to wait for an answer; a peer on a busy machine answers within it. */
    private static final long LEAST_PATIENCE_NS = 1_000_000_000L;

    private static final int PATIENCE_ROUND_TRIPS = 4;
    private static final int MAX_DOUBLINGS = 4;

    /**
     * The received position of the peer, as named in the handshake. Set on the control loop before the link is
     * notified.
     */
    long peerReceived;

    private final Declarations declarations;
    private final DeclarationExchange exchange;
    private final SendChannel sendChannel;
    private final RecordReceiver receiver;
    private final ControlState control;
    private final DatagramPath datagrams;
    private final UnsubscribedMessages unsubscribed;
    private final PingLimit pingLimit;
    private final List<DeclarationChange> declared = new ArrayList<>();
    private final boolean dialled;
    private volatile @Nullable LogReader reader;
    private boolean confirmSent;
    private long declaredSent;
    private long acknowledged = -1;
    private long unsubscribedSent = -1;
    private long refusedSent;

    LinkAttachment(Session session, SessionLink link, long epoch, boolean dialled, Declarations declarations) {
        this.session = session;
        this.link = link;
        this.epoch = epoch;
        session.proved(link.proof()); // before the first frame arrives; the identity is the same on all links
        this.dialled = dialled;
        this.declarations = declarations;
        this.exchange = session.exchange();
        this.sendChannel = session.sendChannel();
        this.receiver = session.recordReceiver();
        this.control = session.control();
        this.datagrams = session.datagrams();
        this.unsubscribed = session.unsubscribedMessages();
        this.pingLimit = new PingLimit(session.environment());
    }

    /**
     * Makes this the link in use and permits it to send, starting at the peer's received position. Called on the
     * control loop.
     *
     * @throws ProtocolException if the peer named an impossible position
     */
    void begin() {
        LogReader from = sendChannel.links().openReader(peerReceived);
        session.pings().abandon();
        exchange.repeat(this);
        declaredSent = exchange.applied();
        reader = from;
        session.attached(this);
        link.wake();
        datagrams.wake();
    }

    /** Stops using the link. Its memory is freed when the link releases it. Called on the control loop. */
    void drop(String reason) {
        release(link.close(reason));
    }

    /** Sends GOODBYE on the link, then stops using it. Called on the control loop. */
    void farewell(Goodbye goodbye) {
        control.goodbye(goodbye);
        release(link.closeAfterWrites(goodbye.text()));
    }

    private void release(CompletionStage<Void> closed) {
        session.detached(this);
        LogReader from = reader;
        if (from != null) {
            closed.thenRun(() -> sendChannel.links().closeReader(from));
        }
    }

    /**
     * Returns whether this is the attach of that epoch.
     *
     * @param other an epoch
     * @return true if it is
     */
    public boolean hasEpoch(long other) {
        return epoch == other;
    }

    boolean dialled() {
        return dialled;
    }

    /**
     * Returns the time to wait for an answer to the attach: some round trips, doubled after each unanswered attach of
     * the session, so that a slow peer is reached eventually. Called on the control loop.
     *
     * @param roundTripNs the duration of the preceding exchange
     * @return nanoseconds
     */
    public long patienceNs(long roundTripNs) {
        long usualNs = Math.max(LEAST_PATIENCE_NS, PATIENCE_ROUND_TRIPS * roundTripNs);
        return usualNs << Math.min(session.attach.unanswered, MAX_DOUBLINGS);
    }

    @Override
    public void onControl(int type, ByteBuffer body) {
        switch (type) {
            case FrameType.ACK -> onAck(body);
            case FrameType.REFUSALS -> unsubscribed.refusedAtPeer(RefusalsFrame.messages(body));
            case FrameType.CREDIT -> CreditFrame.decode(body, sendChannel.credits()::credit);
            case FrameType.BLOCKED ->
                BlockedFrame.decode(body, (id, needed) -> declarations.blocked(exchange, id, needed));
            case FrameType.DECLARE -> onDeclare(body);
            case FrameType.DECLARED -> onDeclared(DeclaredFrame.version(body));
            case FrameType.PING -> {
                pingLimit.check();
                control.pong(PingFrame.id(body), PingFrame.payloadBytes(body));
            }
            case FrameType.PONG -> session.pings().arrived(PingFrame.id(body));
            case FrameType.DATAGRAM -> onDatagram(body);
            case FrameType.RENEW -> {
                RenewFrame.decode(body);
                session.renewalRequested(this);
            }
            case FrameType.GOODBYE -> session.goodbyeArrived(GoodbyeFrame.decode(body));
            default ->
                throw new ProtocolException("expected a frame of an attached session, got " + FrameType.name(type));
        }
    }

    @Override
    public void onData(long position, ByteBuffer chunk) {
        receiver.data(this, position, chunk);
    }

    @Override
    public void onDatagram(ByteBuffer body) {
        datagrams.arrived(this, body);
    }

    /** Wakes the consumers, and sends an acknowledgement to the peer. */
    @Override
    public void onReadComplete() {
        receiver.idle();
        if (isAckDue() || control.isDue(this)) {
            link.pump();
        }
    }

    @Override
    public boolean hasWork() {
        LogReader from = reader;
        return from != null
                && (from.hasMore() || control.isDue(this) || datagrams.isDue(this) || isAckDue() || !confirmSent);
    }

    /** Renders state first, then as much of the send log as fits into the batch. */
    @Override
    public void render(FrameBatch batch) {
        LogReader from = reader;
        if (from == null) {
            return;
        }
        renderConfirm(batch);
        if (isAckDue()) {
            renderAck(batch);
        }
        if (control.isDue(this)) {
            declaredSent = control.render(this, batch, exchange, declaredSent);
        }
        while (batch.hasBudget() && from.hasMore()) {
            ByteBuffer out = batch.frame(DataFrame.HEADER_BYTES);
            long position = from.sent();
            ByteBuffer slice = from.take(batch.givenSoFar() + DataFrame.HEADER_BYTES);
            DataFrame.encodeHeader(out, position, slice.remaining());
            batch.frameWritten(DataFrame.HEADER_BYTES);
            batch.data(slice);
        }
        // Last, because it is known by then whether the byte stream has room. Outside it, datagrams overtake it anyway.
        if (datagrams.isDue(this)) {
            datagrams.queue().render(link, batch, !from.hasMore());
        }
    }

    @Override
    public void onReleased(long total) {
        LogReader from = reader;
        if (from != null) {
            from.released(total);
        }
    }

    private void renderConfirm(FrameBatch batch) {
        if (!confirmSent) {
            confirmSent = true;
            if (dialled) {
                ByteBuffer out = batch.frame(ConfirmFrame.BYTES);
                ConfirmFrame.encode(new Confirm(epoch), out);
                batch.frameWritten(ConfirmFrame.BYTES);
            }
        }
    }

    private boolean isAckDue() {
        return reader != null && (acknowledged != receiver.handedOver() || unsubscribedSent != unsubscribed.here());
    }

    private void renderAck(FrameBatch batch) {
        acknowledged = receiver.handedOver();
        unsubscribedSent = unsubscribed.here();
        renderRefusals(batch);
        AckFrame.encode(batch.frame(AckFrame.BYTES), acknowledged, unsubscribedSent);
        batch.frameWritten(AckFrame.BYTES);
    }

    /** Before the ACK that counts them, so that the peer knows their reason when it counts them. */
    private void renderRefusals(FrameBatch batch) {
        long refused = unsubscribed.refusedHere();
        if (refused != refusedSent && session.hasCapability(Hello.ACCESS)) {
            refusedSent = refused;
            RefusalsFrame.encode(batch.frame(RefusalsFrame.BYTES), refused);
            batch.frameWritten(RefusalsFrame.BYTES);
        }
    }

    private void onAck(ByteBuffer body) {
        LogReader from = reader;
        sendChannel.acknowledged(AckFrame.position(body), from == null ? peerReceived : from.sent());
        unsubscribed.atPeer(AckFrame.unsubscribed(body));
    }

    private void onDeclare(ByteBuffer body) {
        declared.addAll(DeclareFrame.decode(body));
        exchange.check(declared.size());
    }

    private void onDeclared(long version) {
        exchange.apply(List.copyOf(declared), version);
        declared.clear();
    }
}
