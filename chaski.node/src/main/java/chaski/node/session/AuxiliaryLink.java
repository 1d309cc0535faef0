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
 * The part of an auxiliary link, which exists beside the link of a session and carries only its datagrams.
 * {@link AuxiliaryLinks} decides whether it is in use.
 *
 * <p>Confined to the link's I/O thread, except {@link #ping} and {@link #heard}.
 */
public final class AuxiliaryLink implements LinkPart {

    final Session session;
    final SessionLink link;
    final long number;

    /**
     * Checks periodically whether the link is silent. Cancelled when the link ends, so that nothing holds a reference
     * to it. Confined to the control loop.
     */
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

    /** {@return true if this node dialled it} */
    boolean dialled() {
        return dialled;
    }

    /** {@return the number of datagrams received on it; any thread} */
    long heard() {
        return heard;
    }

    /** Sends a PING to obtain a sign of life. May be called on any thread. */
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
            case FrameType.PONG -> PingFrame.payloadBytes(body); // only its arrival matters
            default ->
                throw new ProtocolException("expected PING or PONG on an auxiliary link, got " + FrameType.name(type));
        }
    }

    @Override
    public void onData(long position, ByteBuffer chunk) {
        throw new ProtocolException("expected PING or PONG on an auxiliary link, got DATA");
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // written by this thread only
    public void onDatagram(ByteBuffer body) {
        heard = heard + 1;
        session.datagrams().arrived(this, body);
    }

    @Override
    public void onReadComplete() {
        if (pongDue) {
            link.pump();
        }
    }

    @Override
    public boolean hasWork() {
        return pingDue || pongDue || session.datagrams().isDue(this);
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
        if (session.datagrams().isDue(this)) {
            session.datagrams().sentByAuxiliary(session.datagrams().queue().render(link, batch, false));
        }
    }

    @Override
    public void onReleased(long total) {
        // The send log is not read for this link.
    }

    @Override
    public String toString() {
        return "auxiliary link " + number + " of the " + session;
    }
}
