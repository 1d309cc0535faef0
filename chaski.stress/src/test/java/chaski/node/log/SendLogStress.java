package chaski.node.log;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.J_Result;

/** The log is written under a lock and read by a link without it. */
final class SendLogStress {

    private SendLogStress() {}

    /** One log of small segments, which the pool does not keep. */
    private static class Log {
        final ReentrantLock lock = new ReentrantLock();
        final SegmentPool pool = new SegmentPool(8L * Segment.BYTES, () -> {}, () -> {});
        final SendLog log = new SendLog(lock, pool, 5L * Segment.BYTES, () -> {});

        void append(int value, int bytes) {
            lock.lock();
            try {
                if (!log.reserve(bytes) || (log.lacksMemory() && !SendLog.provide(List.of(log), true))) {
                    throw new AssertionError("there is room");
                }
                ByteBuffer message = ByteBuffer.allocate(bytes);
                for (int i = 0; i < bytes; i++) {
                    message.put((byte) value);
                }
                log.append(message.flip());
                log.publish();
            } finally {
                lock.unlock();
            }
        }

        LogReader open() {
            lock.lock();
            try {
                return log.openReader(0);
            } finally {
                lock.unlock();
            }
        }

        void acknowledge(long position) {
            lock.lock();
            try {
                log.acknowledge(position);
            } finally {
                lock.unlock();
            }
        }
    }

    /** What a link reads below the end is what was written. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "0, 7", "0, 8", "7, 0", "7, 7", "7, 8", "8, 0", "8, 8"},
            expect = ACCEPTABLE,
            desc = "written bytes, or nothing yet")
    @Outcome(expect = FORBIDDEN, desc = "bytes that nobody wrote, or an end that moves back")
    @State
    public static class Reading extends Log {
        private final LogReader reader = open();

        @Actor
        public void write() {
            append(7, 4);
            append(8, 4);
        }

        @Actor
        public void read(II_Result result) {
            result.r1 = last(0);
            result.r2 = last(result.r1);
        }

        /** The value of the last byte that can be read now; 0 if there is none, -1 if an earlier one is wrong. */
        private int last(int before) {
            if (!reader.hasMore()) {
                return 0;
            }
            long start = reader.sent();
            ByteBuffer bytes = reader.take(0);
            int value = 0;
            for (long at = start; bytes.hasRemaining(); at++) {
                value = bytes.get();
                if (value != (at < 4 ? 7 : 8)) {
                    return -1;
                }
            }
            return value < before ? -1 : value;
        }
    }

    /**
     * Acknowledged by the peer and released by the link at the same time: the memory is returned by the later of the
     * two.
     */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "all memory but the last piece is free again")
    @Outcome(expect = FORBIDDEN, desc = "memory that nobody needs is kept")
    @State
    public static class GivingBack extends Log {
        private static final int BYTES = 2 * Segment.BYTES;

        private final LogReader reader;
        private long given;

        /** Two segments are written and given to a link. */
        public GivingBack() {
            append(1, BYTES);
            reader = open();
            while (reader.hasMore()) {
                given += reader.take(given).remaining();
            }
        }

        @Actor
        public void confirm() {
            acknowledge(BYTES);
        }

        @Actor
        public void release() {
            reader.released(given);
        }

        @Arbiter
        public void look(J_Result result) {
            result.r1 = Math.max(0, pool.usedBytes() - Segment.BYTES);
        }
    }
}
