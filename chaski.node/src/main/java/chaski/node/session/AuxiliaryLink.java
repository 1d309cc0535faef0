package chaski.node.session;

import chaski.api.ProtocolException;
import chaski.api.protocol.Environment;
import chaski.node.frame.FrameBatch;
import chaski.node.frame.SessionLink;
import chaski.node.liveness.PingLimit;
import chaski.node.wire.FrameType;
import chaski.node.wire.PingFrame;
import java.nio.ByteBuffer;

/**
 * The part of a link that stands beside the one a session is on, and carries its datagrams only. {@link AuxiliaryLinks} decides whether it
 * counts.
 *
 * <p>Confined to the link's I/O thread, {@link #ping} and {@link #heard} excepted.
 */
public final class AuxiliaryLink implements LinkPart {

    final Session session;
    final SessionLink link;
    final long number;

    /** Looks whether it is silent; ended with it, so that nothing holds the link any longer. Confined to the control loop. */
    Environment.Cancellable watch = () -> {};

    private final boolean dialled;
    private final PingLimit pings;
    private volatile boolean pingDue;
    private volatile long heard;
    private boolean pongDue;
    private long pongId;
    private int pongBytes;

    AuxiliaryLink(Session session, SessionLink link, long number, boolean dialled) {
        this.session = session;
        this.link = link;
        this.number = number;
        this.dialled = dialled;
        this.pings = new PingLimit(session.environment());
    }

    /** {@return whether this node dialled it} */
    boolean dialled() {
        return dialled;
    }

    /** {@return how many datagrams came by it; any thread} */
    long heard() {
        return heard;
    }

    /** Asks for a sign of life; any thread. */
    void ping() {
        pingDue = true;
        link.wake();
    }

    @Override
    public void onControl(int type, ByteBuffer body) {
        switch (type) {
            case FrameType.PING -> {
                pings.check();
                pongId = PingFrame.id(body);
                pongBytes = PingFrame.payloadBytes(body);
                pongDue = true;
            }
            case FrameType.PONG -> PingFrame.payloadBytes(body); // that it came is all there is to know
            default ->
                throw new ProtocolException("expected PING or PONG on an auxiliary link, got " + FrameType.name(type));
        }
    }

    @Override
    public void onData(long position, ByteBuffer chunk) {
        throw new ProtocolException("expected PING or PONG on an auxiliary link, got DATA");
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // written by this thread alone
    public void onDatagram(ByteBuffer body) {
        heard = heard + 1;
        session.datagramPath().arrived(this, body);
    }

    @Override
    public void onReadComplete() {
        if (pongDue) {
            link.pump();
        }
    }

    @Override
    public boolean hasWork() {
        return pingDue || pongDue || session.datagramPath().isDue(this);
    }

    @Override
    public void render(FrameBatch batch) {
        if (pingDue) {
            pingDue = false;
            PingFrame.encodePing(batch.frame(PingFrame.EMPTY_BYTES), 0, 0);
            batch.frameWritten(PingFrame.EMPTY_BYTES);
        }
        if (pongDue) {
            pongDue = false;
            PingFrame.encodePong(batch.frame(PingFrame.EMPTY_BYTES + pongBytes), pongId, pongBytes);
            batch.frameWritten(PingFrame.EMPTY_BYTES + pongBytes);
        }
        if (session.datagramPath().isDue(this)) {
            session.datagramPath()
                    .sentByAuxiliary(session.datagramPath().queue().render(link, batch, false));
        }
    }

    @Override
    public void onReleased(long total) {
        // Nothing of the log goes here.
    }

    @Override
    public String toString() {
        return "auxiliary link " + number + " of the " + session;
    }
}
