package chaski.testkit.network;

import chaski.testkit.simulation.SimulationError;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.zip.CRC32;

/**
 * The buffers that a link was given and the kernel has not accepted. Their contents belong to the caller and must not
 * change; if they do, the simulation fails immediately; on a real line the other side would receive bytes that were
 * never written.
 */
final class HeldBuffers {

    private final String owner;
    private final Deque<Held> buffers = new ArrayDeque<>();
    private long bytes;

    HeldBuffers(String owner) {
        this.owner = owner;
    }

    long bytes() {
        return bytes;
    }

    void add(ByteBuffer buffer) {
        if (buffer.hasRemaining()) {
            buffers.add(new Held(buffer.slice()));
            bytes += buffer.remaining();
        }
    }

    /** Moves up to so many bytes of the first buffer to the kernel. */
    int moveTo(ByteQueue kernel, int most) {
        Held first = buffers.element();
        int count = Math.min(most, first.contents.remaining());
        first.moveTo(kernel, count);
        if (!first.contents.hasRemaining()) {
            buffers.remove();
            first.check(owner);
        }
        bytes -= count;
        return count;
    }

    /** Moves everything to another holder, which releases it later. */
    HeldBuffers takeAll() {
        HeldBuffers all = new HeldBuffers(owner);
        all.buffers.addAll(buffers);
        all.bytes = bytes;
        buffers.clear();
        bytes = 0;
        return all;
    }

    /** Drops everything; no contents may have changed until now. */
    void discardAll() {
        while (!buffers.isEmpty()) {
            Held next = buffers.remove();
            next.moved.update(next.contents.duplicate());
            next.check(owner);
        }
        bytes = 0;
    }

    private static final class Held {

        private final ByteBuffer contents;
        private final long given;
        private final CRC32 moved = new CRC32();

        Held(ByteBuffer contents) {
            this.contents = contents;
            CRC32 sum = new CRC32();
            sum.update(contents.duplicate());
            given = sum.getValue();
        }

        void moveTo(ByteQueue kernel, int count) {
            moved.update(contents.slice(contents.position(), count));
            kernel.add(contents, count);
        }

        void check(String owner) {
            if (moved.getValue() != given) {
                throw new SimulationError(
                        "the contents of a buffer changed while " + owner + " held it, before onReleased was called");
            }
        }
    }
}
