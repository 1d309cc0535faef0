package chaski.transport.udp;

import chaski.api.TransportException;
import chaski.api.transport.LinkHandler;
import chaski.api.transport.LinkResetException;
import chaski.api.transport.TransportErrors;
import chaski.transport.udp.protocol.CloseCode;
import chaski.transport.udp.protocol.ConnectionEvents;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The state of one link and all that happens on it. Confined to the link's I/O thread.
 *
 * <p>Work is done in <em>turns</em>, as on TCP links (ADR 0036): a turn asks the handler to write if that was requested, lets the
 * connection send, reports to the handler what was released, and repeats while there is more; after a few rounds the I/O thread serves
 * its other work. A call on the I/O thread is followed by a turn anyway; only other threads queue a task.
 *
 * <p>It ends as TCP links do (ADR 0038): when the peer ends its direction, the link sends its pending bytes and closes.
 * {@link #closeAfterWrites} sends them, ends its own direction, and continues to read until the peer ends, too, for at
 * most the linger time.
 */
final class UdpLinkState implements ConnectionEvents {

    private static final Logger LOG = System.getLogger(UdpLinkState.class.getName());

    private static final int ROUNDS_PER_TURN = 8;

    /** About 300 KiB, and not more of larger packets, as the socket then waits: the I/O thread polls its sockets in between. */
    private static final int DATAGRAMS_PER_ROUND = 256;

    private enum Phase {
        OPEN,
        /** Sends its pending bytes, accepts no others. */
        DRAINING,
        CLOSING,
        OVER
    }

    private final IoLoop loop;
    private final long lingerMs;
    private final UdpLink link;
    private final AtomicBoolean writeRequested;
    private final CompletableFuture<Void> closed;
    private final UdpSendQueue outbox = new UdpSendQueue();
    private final Runnable turn = this::takeTurn;

    private Phase phase = Phase.OPEN;
    private @Nullable ConnectionRunner conversation;
    private @Nullable LinkHandler handler;
    private @Nullable Throwable cause;
    private IoLoop.@Nullable Timer linger;
    private long reportedReleased;
    private boolean inTurn;
    private boolean reading;
    private boolean delivered;
    private boolean inputEnded;
    private boolean peerGone;
    private boolean finishing;

    /**
     * Creates the state of a link; {@link #attach} follows.
     *
     * @param loop its I/O thread
     * @param lingerMs how long it may take to send its pending bytes before it closes
     * @param link the link, for messages
     * @param writeRequested set by any thread that requests a turn
     * @param closed to be completed when the link has ended
     */
    UdpLinkState(
            IoLoop loop, long lingerMs, UdpLink link, AtomicBoolean writeRequested, CompletableFuture<Void> closed) {
        this.loop = loop;
        this.lingerMs = lingerMs;
        this.link = link;
        this.writeRequested = writeRequested;
        this.closed = closed;
    }

    /** {@return what the link's connection sends} */
    UdpSendQueue outbox() {
        return outbox;
    }

    /** Sets its connection. */
    void attach(ConnectionRunner with) {
        conversation = with;
    }

    /** {@return the task that takes a turn; any thread may queue it} */
    Runnable turn() {
        return turn;
    }

    /** {@return whether the call that runs on the I/O thread is followed by a turn, so that none need be queued} */
    boolean turnFollows() {
        return inTurn || reading;
    }

    /** Begins to read and to call the handler. */
    void begin(LinkHandler newHandler) {
        handler = newHandler;
        if (phase == Phase.OVER) {
            reportClosed(newHandler);
            return;
        }
        if (phase != Phase.CLOSING) {
            with().connection().start();
        }
        finishRead();
    }

    void write(ByteBuffer[] buffers, int count) {
        if (phase == Phase.OPEN) {
            outbox.put(buffers, count);
        } else {
            outbox.discard(buffers, count);
        }
        turnSoon();
    }

    boolean sendDatagram(ByteBuffer bytes) {
        boolean taken = phase == Phase.OPEN && with().offerDatagram(bytes);
        turnSoon();
        return taken;
    }

    void close() {
        closeNow(null, CloseCode.CLOSED);
        turnSoon();
    }

    void closeAfterWrites() {
        drain();
        turnSoon();
    }

    /** What had arrived has been handed over. */
    void finishRead() {
        LinkHandler h = handler;
        if (h != null && delivered && phase != Phase.OVER) {
            delivered = false;
            reading = true;
            try {
                if (phase != Phase.CLOSING) {
                    h.onReadComplete();
                }
            } catch (Throwable thrown) {
                closeNow(thrown, CloseCode.FAILED);
            }
            reading = false;
        }
        takeTurn();
    }

    void takeTurn() {
        if (phase == Phase.OVER) {
            return;
        }
        inTurn = true;
        try {
            for (int round = 1; round(); round++) {
                if (round == ROUNDS_PER_TURN) {
                    loop.executeAfterPoll(turn);
                    break;
                }
            }
        } finally {
            inTurn = false;
        }
        if (phase == Phase.DRAINING) {
            endWhenAllArrived();
        }
        with().settle();
        if (phase == Phase.CLOSING && !finishing) {
            finishing = true;
            // Not here: a call of the handler may have to return first.
            loop.execute(this::finish);
        }
    }

    @Override
    public void onBytes(ByteBuffer bytes) {
        LinkHandler h = handler;
        if (h == null || phase == Phase.CLOSING || phase == Phase.OVER) {
            return;
        }
        reading = true;
        delivered = true;
        try {
            h.onBytes(bytes);
        } catch (Throwable thrown) {
            closeNow(thrown, CloseCode.FAILED);
        }
        reading = false;
    }

    @Override
    public void onDatagram(ByteBuffer bytes) {
        LinkHandler h = handler;
        if (h == null || phase == Phase.CLOSING || phase == Phase.OVER) {
            return;
        }
        reading = true;
        try {
            h.onDatagram(bytes);
        } catch (Throwable thrown) {
            closeNow(thrown, CloseCode.FAILED);
        }
        reading = false;
    }

    @Override
    public void onEnd() {
        inputEnded = true;
        drain();
    }

    @Override
    public void onClosed(@Nullable String problem, boolean reset) {
        peerGone = true;
        closeNow(problem == null ? null : failure(problem, reset), CloseCode.CLOSED);
    }

    private TransportException failure(String problem, boolean reset) {
        String message = TransportErrors.broken(link.local(), link.remote(), problem);
        return reset ? new LinkResetException(message) : new TransportException(message);
    }

    private ConnectionRunner with() {
        ConnectionRunner current = conversation;
        if (current == null) {
            throw new IllegalStateException("the " + link + " is used before it is attached");
        }
        return current;
    }

    private void turnSoon() {
        if (!turnFollows()) {
            loop.execute(turn);
        }
    }

    /** Writes, sends and reports once; returns true if there is more to do now. */
    private boolean round() {
        LinkHandler h = handler;
        boolean more = false;
        try {
            if (h != null && writeWanted()) {
                // An exchange, not just a store: it makes everything visible that happened before the request.
                writeRequested.getAndSet(false);
                h.onWritable();
            }
            more = with().pump(DATAGRAMS_PER_ROUND);
            if (h != null && releaseDue()) {
                reportReleased(h);
            }
        } catch (Throwable thrown) {
            closeNow(thrown, CloseCode.FAILED);
            with().pump(1);
        }
        return more || (h != null && (writeWanted() || releaseDue()));
    }

    private boolean writeWanted() {
        return phase == Phase.OPEN && writeRequested.get();
    }

    private boolean releaseDue() {
        return phase != Phase.OVER && outbox.released() > reportedReleased;
    }

    private void reportReleased(LinkHandler h) {
        reportedReleased = outbox.released();
        h.onReleased(reportedReleased);
    }

    private void drain() {
        if (phase != Phase.OPEN) {
            return;
        }
        phase = Phase.DRAINING;
        with().connection().endStream();
        linger = loop.schedule(TimeUnit.MILLISECONDS.toNanos(lingerMs), () -> {
            closeNow(null, CloseCode.CLOSED);
            takeTurn();
        });
    }

    private void endWhenAllArrived() {
        if (inputEnded && with().connection().allAcked()) {
            closeNow(null, CloseCode.CLOSED);
            with().pump(1);
        }
    }

    private void closeNow(@Nullable Throwable why, CloseCode code) {
        if (phase == Phase.CLOSING || phase == Phase.OVER) {
            return;
        }
        phase = Phase.CLOSING;
        cause = why;
        outbox.clear();
        if (!peerGone) {
            // The exception of a handler is internal: no text of it is sent.
            with().connection().close(code, "", loop.nanoTime());
        }
    }

    private void finish() {
        IoLoop.Timer timer = linger;
        if (timer != null) {
            timer.cancel();
        }
        with().detach();
        LinkHandler h = handler;
        if (h != null) {
            reportLast(h);
            handler = null;
        } else {
            phase = Phase.OVER;
        }
        closed.complete(null);
    }

    /** What the handler writes in these last calls is dropped and reported once; otherwise a handler that keeps writing would keep the link
     * alive. */
    private void reportLast(LinkHandler h) {
        if (releaseDue()) {
            reportLastReleased(h);
        }
        phase = Phase.OVER;
        reportClosed(h);
        if (outbox.released() > reportedReleased) {
            reportLastReleased(h);
        }
    }

    private void reportLastReleased(LinkHandler h) {
        try {
            reportReleased(h);
        } catch (Throwable thrown) {
            LOG.log(Level.WARNING, "The handler of the " + link + " failed in onReleased", thrown);
        }
    }

    private void reportClosed(LinkHandler h) {
        try {
            h.onClosed(cause);
        } catch (Throwable thrown) {
            LOG.log(Level.WARNING, "The handler of the " + link + " failed in onClosed", thrown);
        }
    }
}
