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
 * <p>Work is done in <em>turns</em>, as on TCP links (ADR 0036): a turn asks the handler to write when that was requested, lets the
 * connection send, tells the handler what was released, and goes round again while there is more; after a few rounds others have
 * their turn. A call that already runs on the I/O thread is followed by a turn anyway; only others cost a task.
 *
 * <p>The ends are those of TCP links, too (ADR 0038): the end of the peer's bytes lets the link send what it holds, then it closes.
 * {@link #closeAfterWrites} sends, ends its own direction, and goes on reading until the peer ends too, for so long at most.
 */
final class UdpLinkState implements ConnectionEvents {

    private static final Logger LOG = System.getLogger(UdpLinkState.class.getName());

    private static final int ROUNDS_PER_TURN = 8;

    /** About 300 KiB: the I/O thread looks at its sockets in between. */
    private static final int DATAGRAMS_PER_ROUND = 256;

    private enum Phase {
        OPEN,
        /** Sends what it holds, takes nothing new. */
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
    private long toldReleased;
    private boolean inTurn;
    private boolean reading;
    private boolean delivered;
    private boolean inputEnded;
    private boolean peerGone;
    private boolean finishing;

    /**
     * Makes the state of a link; {@link #attach} follows.
     *
     * @param loop its I/O thread
     * @param lingerMs how long it may take to send what it was given before it closes
     * @param link whose state it is, for messages
     * @param writeRequested set by any thread that asks for a turn
     * @param closed to be completed when the link is over
     */
    UdpLinkState(IoLoop loop, long lingerMs, UdpLink link, AtomicBoolean writeRequested, CompletableFuture<Void> closed) {
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

    /** Gives it the connection that it turns on. */
    void attach(ConnectionRunner with) {
        conversation = with;
    }

    /** {@return the task that takes a turn; any thread may queue it} */
    Runnable turn() {
        return turn;
    }

    /** {@return whether the call that runs on the I/O thread is followed by a turn} */
    boolean turnFollows() {
        return inTurn || reading;
    }

    /** Begins to read and to call the handler. */
    void begin(LinkHandler newHandler) {
        handler = newHandler;
        if (phase == Phase.OVER) {
            tellClosed(newHandler);
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

    /** Asks, sends and tells once, and returns whether there is more to do at once. */
    private boolean round() {
        LinkHandler h = handler;
        boolean more = false;
        try {
            if (h != null && writeWanted()) {
                // An exchange, not just a store: it sees all that those who requested it have done before.
                writeRequested.getAndSet(false);
                h.onWritable();
            }
            more = with().pump(DATAGRAMS_PER_ROUND);
            if (h != null && releaseUntold()) {
                tellReleased(h);
            }
        } catch (Throwable thrown) {
            closeNow(thrown, CloseCode.FAILED);
            with().pump(1);
        }
        return more || (h != null && (writeWanted() || releaseUntold()));
    }

    private boolean writeWanted() {
        return phase == Phase.OPEN && writeRequested.get();
    }

    private boolean releaseUntold() {
        return phase != Phase.OVER && outbox.released() > toldReleased;
    }

    private void tellReleased(LinkHandler h) {
        toldReleased = outbox.released();
        h.onReleased(toldReleased);
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
            // What a handler threw is this side's own business: no text of it travels.
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
            tellLast(h);
            handler = null;
        } else {
            phase = Phase.OVER;
        }
        closed.complete(null);
    }

    /** What is written in these last calls is dropped, and told once: a handler that goes on writing would never be done. */
    private void tellLast(LinkHandler h) {
        if (releaseUntold()) {
            tellReleasedAtLast(h);
        }
        phase = Phase.OVER;
        tellClosed(h);
        if (outbox.released() > toldReleased) {
            tellReleasedAtLast(h);
        }
    }

    private void tellReleasedAtLast(LinkHandler h) {
        try {
            tellReleased(h);
        } catch (Throwable thrown) {
            LOG.log(Level.WARNING, "The handler of the " + link + " failed in onReleased", thrown);
        }
    }

    private void tellClosed(LinkHandler h) {
        try {
            h.onClosed(cause);
        } catch (Throwable thrown) {
            LOG.log(Level.WARNING, "The handler of the " + link + " failed in onClosed", thrown);
        }
    }
}
