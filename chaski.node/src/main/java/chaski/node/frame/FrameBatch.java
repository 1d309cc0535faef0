package chaski.node.frame;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One gathering write under construction: frames written by the engine, and slices of the log between them.
 *
 * <p>Confined to the link's I/O thread. The memory for frames is reused once the link holds nothing. If it is full before that, new
 * memory is allocated, which is rare. A link with little traffic holds little memory.
 */
public final class FrameBatch {

    /** The direct memory of a link with little traffic. */
    public static final int REST_BYTES = 2 * 1024;

    private static final int FRAME_MEMORY_BYTES = 16 * 1024;

    /** This many consecutive batches below {@link #REST_BYTES} show that there is little traffic. */
    private static final int QUIET_BATCHES = 256;

    private ByteBuffer frames = memory(REST_BYTES);
    private int quietBatches;
    private ByteBuffer[] buffers = new ByteBuffer[16];
    private int count;
    private int frameStart;
    private long bytes;
    private long budget;
    private long givenBefore;

    /** Creates an empty batch. */
    public FrameBatch() {}

    /**
     * Starts a batch.
     *
     * @param given the bytes that the link has received so far
     * @param released the bytes of these that it has released
     * @param budgetBytes the bytes that it may receive now
     */
    public void begin(long given, long released, long budgetBytes) {
        Arrays.fill(buffers, 0, count, null);
        count = 0;
        bytes = 0;
        budget = budgetBytes;
        givenBefore = given;
        if (given == released) {
            reuse();
        }
        frameStart = frames.position();
    }

    private void reuse() {
        quietBatches = frames.position() <= REST_BYTES ? quietBatches + 1 : 0;
        if (quietBatches > QUIET_BATCHES && frames.capacity() > REST_BYTES) {
            frames = memory(REST_BYTES);
        }
        frames.clear();
    }

    /**
     * Returns memory to write a control frame into, at the buffer's position.
     *
     * @param atLeast the bytes needed
     * @return the buffer; bytes put there belong to the batch once {@link #frameWritten} is called
     */
    public ByteBuffer frame(int atLeast) {
        if (frames.remaining() < atLeast) {
            sealFrames();
            frames = memory(Math.max(atLeast, FRAME_MEMORY_BYTES));
            frameStart = 0;
        }
        return frames;
    }

    /** Direct memory saves a copy; a link works without it. */
    private static ByteBuffer memory(int bytes) {
        try {
            return ByteBuffer.allocateDirect(bytes);
        } catch (OutOfMemoryError e) {
            return ByteBuffer.allocate(bytes);
        }
    }

    /** Adds the bytes put since {@link #frame}. */
    public void frameWritten(int length) {
        bytes += length;
    }

    /** Returns the number of bytes that the link will have received after this batch so far. */
    public long givenSoFar() {
        return givenBefore + bytes;
    }

    public boolean hasBudget() {
        return bytes < budget;
    }

    /** Adds a slice of the log. */
    public void data(ByteBuffer slice) {
        sealFrames();
        add(slice);
        bytes += slice.remaining();
    }

    /**
     * Completes the batch.
     *
     * @return its number of bytes; 0 if it is empty
     */
    public long finish() {
        sealFrames();
        return bytes;
    }

    /** {@return the buffers, valid up to {@link #count}} */
    public ByteBuffer[] buffers() {
        return buffers;
    }

    /** {@return the number of buffers} */
    public int count() {
        return count;
    }

    /**
     * Adds a frame that was encoded before.
     *
     * @param frame the bytes from position to limit
     */
    public void encoded(ByteBuffer frame) {
        int length = frame.remaining();
        frame(length).put(frame);
        frameWritten(length);
    }

    private void sealFrames() {
        if (frames.position() > frameStart) {
            ByteBuffer view = frames.duplicate();
            view.limit(frames.position()).position(frameStart);
            frameStart = frames.position();
            add(view);
        }
    }

    private void add(ByteBuffer buffer) {
        if (count == buffers.length) {
            buffers = Arrays.copyOf(buffers, count * 2);
        }
        buffers[count++] = buffer;
    }
}
