package chaski.node.datagram;

import chaski.node.context.Counters;
import chaski.node.frame.FrameBatch;
import chaski.node.frame.SessionLink;
import chaski.node.receive.ReplayWindow;
import chaski.node.wire.DatagramFrame;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams of a session, in both directions. Publishers add them here; the link's I/O thread sends them at once or
 * drops them. Each arriving datagram is accepted once, even if a link or an attacker repeats it. All losses are
 * counted.
 *
 * <p>Thread-safe.
 */
public final class DatagramQueue {

    /** Datagrams wait only for the I/O thread; a longer queue means a publisher that is faster than it. */
    static final int MOST_WAITING = 64;

    private final Counters counters;
    private final Queue<ByteBuffer> waiting = new ArrayDeque<>();
    private final ReplayWindow arrived = new ReplayWindow();
    private long lastNumber;
    private volatile boolean due;

    public DatagramQueue(Counters counters) {
        this.counters = counters;
    }

    /** Adds a datagram, made by {@link DatagramFrame#body}, for the link in use. */
    public synchronized void offer(ByteBuffer body) {
        if (waiting.size() == MOST_WAITING) {
            dropped();
        } else {
            waiting.add(body);
            due = true;
        }
    }

    /** Counts a datagram that was not sent: there is no link, or it is busy. */
    public void dropped() {
        counters.add("datagrams.dropped");
    }

    public boolean isDue() {
        return due;
    }

    /** Drops the waiting datagrams, which were meant for another link. */
    public synchronized void clear() {
        for (ByteBuffer left = waiting.poll(); left != null; left = waiting.poll()) {
            dropped();
        }
        due = false;
    }

    /**
     * Sends waiting datagrams: as link datagrams if the link supports them, otherwise in its byte stream if nothing else is to be
     * sent. On the link's I/O thread.
     *
     * @return the number that the link accepted
     */
    public int render(SessionLink link, FrameBatch batch, boolean streamIsFree) {
        int taken = 0;
        // Bounded, because a publisher may be faster than this.
        for (int i = 0; i < MOST_WAITING; i++) {
            ByteBuffer next = poll();
            if (next == null) {
                break;
            }
            boolean beside = next.remaining() <= link.largestDatagramBytes();
            boolean sent = (beside || (streamIsFree && batch.hasBudget())) && send(next, beside ? link : null, batch);
            if (sent) {
                counters.add("datagrams.sent");
                taken++;
            } else {
                dropped();
            }
        }
        return taken;
    }

    private boolean send(ByteBuffer body, @Nullable SessionLink beside, FrameBatch batch) {
        long number = nextNumber();
        DatagramFrame.number(body, number);
        boolean sent = beside == null ? write(body, batch) : beside.sendDatagram(body);
        if (!sent) {
            giveBack(number);
        }
        return sent;
    }

    private synchronized @Nullable ByteBuffer poll() {
        ByteBuffer next = waiting.poll();
        due = !waiting.isEmpty();
        return next;
    }

    /** Two links may call this at the same time while one replaces the other. */
    private synchronized long nextNumber() {
        lastNumber++;
        return lastNumber;
    }

    /** A datagram dropped here must not leave a gap, which the peer would count as a loss. */
    private synchronized void giveBack(long number) {
        if (lastNumber == number) {
            lastNumber--;
        }
    }

    private static boolean write(ByteBuffer body, FrameBatch batch) {
        ByteBuffer frame = ByteBuffer.allocate(DatagramFrame.MAX_BYTES);
        DatagramFrame.encode(body, frame);
        batch.encoded(frame.flip());
        return true;
    }

    /** Returns whether an arriving datagram is accepted. */
    public synchronized boolean take(long number) {
        ReplayWindow.Verdict verdict = arrived.take(number);
        switch (verdict) {
            case NEXT -> {
                if (arrived.skipped() > 0) {
                    counters.add("datagrams.lost", arrived.skipped());
                }
            }
            case LATE -> counters.add("datagrams.late");
            case REPEATED -> counters.add("datagrams.repeated");
            case TOO_OLD -> counters.add("datagrams.tooOld");
        }
        boolean taken = verdict == ReplayWindow.Verdict.NEXT || verdict == ReplayWindow.Verdict.LATE;
        if (taken) {
            counters.add("datagrams.received");
        }
        return taken;
    }

    /** Counts a datagram whose publisher is not known yet, or no longer known. */
    public void unknown() {
        counters.add("datagrams.unknownPublisher");
    }

    /** Counts datagrams that found no room in a queue. */
    public void overflowed(int times) {
        counters.add("datagrams.overflowed", times);
    }
}
