package chaski.node.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two logs take their memory from one pool. Each has an appender, and a link that reads without the lock, holds what it
 * has read for a while and is sometimes replaced. Bytes are checked when a link releases them, which shows memory that
 * was reused too early.
 */
@Tag("concurrency")
class SendLogStressTest {

    private static final Duration DURATION = Duration.ofSeconds(Integer.getInteger("chaski.stressSeconds", 10));
    private static final long WAIT_SECONDS = 20;
    private static final int MESSAGES = 400;
    private static final int MOST_HELD = 70;
    private static final int LONGEST = 3 * Segment.BYTES;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void whatLinksReadIsWhatWasAppendedInOrder() throws Exception {
        long endNs = System.nanoTime() + DURATION.toNanos();
        long seed = Long.getLong("chaski.seed", System.nanoTime());
        System.out.println("SendLogStressTest seed " + seed);
        int rounds = 0;
        do {
            round(new Random(seed + rounds));
            rounds++;
        } while (System.nanoTime() < endNs);
        System.out.println("SendLogStressTest rounds " + rounds);
    }

    private void round(Random random) throws Exception {
        SegmentPool pool = new SegmentPool(8L * Segment.BYTES, () -> {}, () -> {});
        List<Stream> streams = List.of(new Stream(pool, 3, random), new Stream(pool, 101, random));
        List<Callable<Void>> tasks = new ArrayList<>();
        for (Stream stream : streams) {
            tasks.add(stream::append);
            tasks.add(stream::send);
        }
        for (Future<Void> task : threads.invokeAll(tasks, 3 * WAIT_SECONDS, TimeUnit.SECONDS)) {
            task.get();
        }
        streams.forEach(Stream::close);
        assertThat(pool.usedBytes()).isZero();
    }

    private static byte byteAt(int salt, long position) {
        return (byte) (salt * position ^ position >> 8);
    }

    /** One log with its two threads. */
    private static final class Stream {

        private final ReentrantLock lock = new ReentrantLock();
        private final Semaphore memoryFreed = new Semaphore(0);
        private final SendLog log;
        private final int salt;
        private final Random appending;
        private final Random sending;
        private volatile boolean appended;

        Stream(SegmentPool pool, int salt, Random random) {
            this.salt = salt;
            this.appending = new Random(random.nextLong());
            this.sending = new Random(random.nextLong());
            this.log = new SendLog(lock, pool, 5L * Segment.BYTES, memoryFreed::release);
        }

        Void append() throws InterruptedException {
            long position = 0;
            for (int i = 0; i < MESSAGES; i++) {
                int length = 1 + appending.nextInt(appending.nextInt(8) == 0 ? LONGEST : 2000);
                reserve(length);
                position = write(position, length);
            }
            appended = true;
            return null;
        }

        private void reserve(int length) throws InterruptedException {
            while (!locked(() -> log.reserve(length))) {
                Thread.yield(); // until enough was acknowledged for the link
            }
            while (!locked(() -> SendLog.provide(List.of(log), true))) {
                assertThat(memoryFreed.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS))
                        .as("a refused log was called back")
                        .isTrue();
            }
        }

        private long write(long from, int length) {
            long position = from;
            long end = from + length;
            while (position < end) {
                int count = (int) Math.min(end - position, 1 + appending.nextInt(length));
                byte[] bytes = new byte[count];
                for (int i = 0; i < count; i++) {
                    bytes[i] = byteAt(salt, position + i);
                }
                lock.lock();
                try {
                    put(bytes);
                    log.publish();
                } finally {
                    lock.unlock();
                }
                position += count;
            }
            return end;
        }

        private void put(byte[] bytes) {
            ByteBuffer place = appending.nextBoolean() ? log.claim(bytes.length) : null;
            if (place == null) {
                log.append(ByteBuffer.wrap(bytes));
            } else {
                place.put(bytes);
                log.written(bytes.length);
            }
        }

        private boolean locked(Callable<Boolean> action) {
            lock.lock();
            try {
                return action.call();
            } catch (Exception e) {
                throw new AssertionError(e);
            } finally {
                lock.unlock();
            }
        }

        Void send() {
            long position = 0;
            boolean last;
            do {
                last = appended;
                position = sendOverOneLink(position);
            } while (!last || position < log.end()); // the last link may have been lost, too
            assertThat(position).isEqualTo(log.end());
            return null;
        }

        /** Sends until nothing is left or the link is lost; then what was read and not acknowledged is sent again. */
        private long sendOverOneLink(long begin) {
            LogReader reader = open(begin);
            ArrayDeque<Held> held = new ArrayDeque<>();
            long given = 0;
            long confirmed = begin;
            boolean cut = false;
            while (reader.hasMore() && !cut) {
                Held next = new Held(reader.sent(), reader.take(given), given);
                given = next.linkEnd();
                held.add(next);
                int keep = sending.nextInt(8) == 0 ? 0 : sending.nextInt(MOST_HELD);
                if (sending.nextBoolean()) {
                    confirmed = reader.sent(); // the peer has it, though the link still holds it
                    acknowledge(confirmed);
                }
                while (held.size() > keep) {
                    release(reader, held);
                }
                cut = sending.nextInt(100) == 0;
            }
            if (!cut) {
                confirmed = reader.sent();
                acknowledge(confirmed);
            }
            held.forEach(each -> each.check(salt));
            remove(reader);
            return confirmed;
        }

        private void release(LogReader reader, ArrayDeque<Held> held) {
            Held first = held.remove();
            first.check(salt);
            reader.released(first.linkEnd());
        }

        private void acknowledge(long position) {
            locked(() -> log.acknowledge(position));
        }

        private LogReader open(long position) {
            lock.lock();
            try {
                return log.openReader(position);
            } finally {
                lock.unlock();
            }
        }

        private void remove(LogReader reader) {
            lock.lock();
            try {
                log.remove(reader);
            } finally {
                lock.unlock();
            }
        }

        void close() {
            lock.lock();
            try {
                log.close();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Bytes that a link has read and still holds. */
    private record Held(long position, ByteBuffer bytes, long linkStart) {

        long linkEnd() {
            return linkStart + bytes.remaining();
        }

        void check(int salt) {
            for (int i = 0; i < bytes.remaining(); i++) {
                byte expected = byteAt(salt, position + i);
                byte found = bytes.get(bytes.position() + i);
                if (found != expected) {
                    throw new AssertionError("expected " + expected + " at " + (position + i) + ", got " + found);
                }
            }
        }
    }
}
