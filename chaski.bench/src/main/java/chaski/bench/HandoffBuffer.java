package chaski.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Two bounded buffers that callers and one writer swap: callers append to one under a lock while the writer empties the
 * other. Full means that callers wait. Thread-safe.
 */
final class HandoffBuffer {

    /** The most that one write carries, unless a single message is larger. */
    static final int CAPACITY_BYTES = 64 * 1024;

    static final int LENGTH_BYTES = Integer.BYTES;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition data = lock.newCondition();
    private ByteBuffer filling = ByteBuffer.allocateDirect(CAPACITY_BYTES);
    private ByteBuffer spare = ByteBuffer.allocateDirect(CAPACITY_BYTES);
    private int callersWaiting;
    private boolean writerWaits;
    private boolean closed;

    /** Appends a message after its length. */
    void append(byte[] message) throws IOException, InterruptedException {
        int needed = LENGTH_BYTES + message.length;
        lock.lock();
        try {
            awaitRoom(needed);
            if (closed) {
                throw new IOException("the connection is closed");
            }
            if (filling.remaining() < needed) {
                filling = ByteBuffer.allocateDirect(needed);
            }
            filling.putInt(message.length).put(message);
            if (writerWaits) {
                data.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a message fits, or is the first one of its buffer, which is then made large enough for it. */
    private void awaitRoom(int needed) throws InterruptedException {
        while (!closed && filling.remaining() < needed && filling.position() > 0) {
            callersWaiting++;
            try {
                room.await();
            } finally {
                callersWaiting--;
            }
        }
    }

    /**
     * Takes everything that is buffered, waiting until there is something. What was taken before must not be used any
     * more.
     *
     * @return the bytes; empty when closed
     */
    ByteBuffer take() throws InterruptedException {
        lock.lock();
        try {
            while (!closed && filling.position() == 0) {
                writerWaits = true;
                data.await();
            }
            writerWaits = false;
            ByteBuffer taken = filling.flip();
            filling = spare.clear();
            spare = taken;
            if (callersWaiting > 0) {
                room.signalAll();
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Releases all waiting threads. */
    void close() {
        lock.lock();
        try {
            closed = true;
            filling.clear();
            room.signalAll();
            data.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
