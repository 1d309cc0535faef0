package chaski.transport.quic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Detects that a link has not survived another address of its dialler. The QUIC library waits for acknowledgements of what it sent to the old
 * address, and repeats only the oldest of it. If more was lost, the stream, or its flow control, never continues.
 *
 * <p>After such a move the acceptor requests reports of what the dialler has received and given, by datagrams, until everything from before
 * the move has arrived in both directions. If a direction makes no progress, the link ends, and its session continues on another one long
 * before a heartbeat could notice. Confined to the link's I/O thread.
 */
final class QuicPathCheck {

    /** The size of a report: two numbers. */
    static final int REPORT_BYTES = 2 * Long.BYTES;

    private static final long INTERVAL_MS = 200;

    /** Two seconds: longer than several round trips of any usual path, and a few lost reports. */
    private static final int INTERVALS_WITHOUT_PROGRESS = 10;

    private final EventLoop loop;
    private final LongSupplier given;
    private final LongSupplier received;
    private final Runnable stalled;
    private final Direction there = new Direction();
    private final Direction back = new Direction();
    private @Nullable Future<?> asking;

    /**
     * Creates a check that does nothing yet.
     *
     * @param loop the link's I/O thread
     * @param given how many bytes this end's user has given to the stream
     * @param received how many this end has received
     * @param stalled called when a direction makes no progress
     */
    QuicPathCheck(EventLoop loop, LongSupplier given, LongSupplier received, Runnable stalled) {
        this.loop = loop;
        this.given = given;
        this.received = received;
        this.stalled = stalled;
    }

    /**
     * The address of the dialler has changed.
     *
     * @param ask requests a report
     */
    void begin(Runnable ask) {
        end();
        there.aim(given.getAsLong());
        // what the dialler had given is unknown until its first report
        back.aim(Long.MAX_VALUE);
        ask.run();
        asking = loop.scheduleWithFixedDelay(() -> next(ask), INTERVAL_MS, INTERVAL_MS, TimeUnit.MILLISECONDS);
    }

    /** Sends what the other end has requested. */
    void report(Consumer<ByteBuf> send) {
        send.accept(
                Unpooled.buffer(REPORT_BYTES).writeLong(received.getAsLong()).writeLong(given.getAsLong()));
    }

    /** A report has arrived. */
    void reported(ByteBuf report) {
        if (asking == null || report.readableBytes() != REPORT_BYTES) {
            return;
        }
        there.reached(report.readLong());
        back.aimAtMost(report.readLong());
        back.reached(received.getAsLong());
        if (there.complete() && back.complete()) {
            end();
        }
    }

    /** Ends the check. */
    void end() {
        Future<?> current = asking;
        if (current != null) {
            current.cancel(false);
            asking = null;
        }
    }

    private void next(Runnable ask) {
        // both are counted in each interval
        boolean thereStalls = there.stalls();
        boolean backStalls = back.stalls();
        if (thereStalls || backStalls) {
            end();
            stalled.run();
        } else {
            ask.run();
        }
    }

    /** What was given before the move to one direction of the stream, and how much of it has arrived. */
    private static final class Direction {

        private long target;
        private long reached;
        private int intervals;

        void aim(long bytes) {
            target = bytes;
            reached = -1;
            intervals = 0;
        }

        void aimAtMost(long bytes) {
            target = Math.min(target, bytes);
        }

        void reached(long bytes) {
            if (bytes > reached) {
                reached = bytes;
                intervals = 0;
            }
        }

        boolean complete() {
            return reached >= target;
        }

        /** Counts an interval; returns true after too many without progress. */
        boolean stalls() {
            return !complete() && ++intervals >= INTERVALS_WITHOUT_PROGRESS;
        }
    }
}
