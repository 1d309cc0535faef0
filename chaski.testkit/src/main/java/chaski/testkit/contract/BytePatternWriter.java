package chaski.testkit.contract;

import chaski.api.transport.Link;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;

/**
 * Sends a pattern through a link the way a session does: it writes when the link is writable, keeps at most 256 KiB in
 * it, and continues when the link has released some. The pieces are of random sizes and of every kind of buffer.
 *
 * <p>It verifies what the link guarantees. Between two writes the buffer objects are modified, as the link may keep
 * only the contents. Released contents must be unchanged, and are overwritten immediately: a link that released them
 * too early sends wrong bytes, which the receiver detects.
 *
 * <p>Confined to the link's I/O thread, {@link #begin} and {@link #released} excepted.
 */
final class BytePatternWriter {

    /** As much as a session keeps in a link (DESIGN, rule 1 of a session). */
    static final int MOST_HELD_BYTES = 256 << 10;

    private static final int MOST_BUFFERS = 8;
    private static final int MARGIN_BYTES = 16;
    private static final byte SPOILT = (byte) 0xA5;

    private final LinkProbe probe;
    private final Link link;
    private final BytePattern pattern;
    private final long totalBytes;
    private final RandomGenerator random;
    private final Deque<Piece> held = new ArrayDeque<>();
    private final ByteBuffer[] batch = new ByteBuffer[MOST_BUFFERS + 2];
    private long given;
    private volatile long released;

    BytePatternWriter(LinkProbe probe, BytePattern pattern, long totalBytes, RandomGenerator random) {
        this.probe = probe;
        this.link = probe.link();
        this.pattern = pattern;
        this.totalBytes = totalBytes;
        this.random = random;
    }

    /** Begins to send. */
    BytePatternWriter begin() {
        probe.on(LinkCallback.WRITABLE, this::write).on(LinkCallback.RELEASED, this::release);
        link.requestWrite();
        return this;
    }

    /** True if everything was written and released. */
    boolean finished() {
        return released == totalBytes;
    }

    private void write() {
        int count = 0;
        while (count < MOST_BUFFERS && given < totalBytes && given - released < MOST_HELD_BYTES) {
            batch[count++] = next();
        }
        // The link must ignore buffers beyond the count.
        batch[count] = ByteBuffer.wrap(new byte[] {SPOILT});
        probe.write(batch, count);
        for (int i = 0; i <= count; i++) {
            batch[i].clear().limit(0);
            batch[i] = ByteBuffer.allocate(0);
        }
        if (given < totalBytes && given - released < MOST_HELD_BYTES) {
            link.requestWrite();
        }
    }

    private ByteBuffer next() {
        int room = (int) Math.min(totalBytes - given, MOST_HELD_BYTES - (given - released));
        int size = Math.min(room, random.nextInt(1 << random.nextInt(17)));
        Piece piece = new Piece(given, size, random.nextInt(3));
        given += size;
        held.add(piece);
        return piece.view.duplicate();
    }

    private void release() {
        long total = probe.released();
        while (!held.isEmpty() && held.peek().end() <= total) {
            held.remove().give(total);
        }
        if (!held.isEmpty()) {
            held.peek().give(total);
        }
        released = total;
        if (given < totalBytes) {
            link.requestWrite();
        }
    }

    /** One buffer's contents, somewhere inside a larger array or native memory. */
    private final class Piece {

        private final long start;
        private final ByteBuffer contents;
        private final ByteBuffer view;
        private int spoilt;

        Piece(long start, int size, int kind) {
            this.start = start;
            byte[] bytes = new byte[size];
            pattern.fill(start, bytes, 0, size);
            ByteBuffer whole = kind == 0
                    ? ByteBuffer.allocateDirect(size + 2 * MARGIN_BYTES)
                    : ByteBuffer.allocate(size + 2 * MARGIN_BYTES);
            whole.put(MARGIN_BYTES, bytes);
            contents = whole.position(MARGIN_BYTES).limit(MARGIN_BYTES + size);
            view = kind == 1 ? contents.asReadOnlyBuffer() : contents;
        }

        long end() {
            return start + contents.remaining();
        }

        void give(long total) {
            int upTo = (int) Math.min(contents.remaining(), Math.max(0, total - start));
            ByteBuffer kept =
                    contents.duplicate().position(MARGIN_BYTES + spoilt).limit(MARGIN_BYTES + upTo);
            if (pattern.mismatch(start + spoilt, kept) >= 0) {
                probe.breach("the link changed the contents of a buffer that it held");
            }
            for (; spoilt < upTo; spoilt++) {
                contents.put(MARGIN_BYTES + spoilt, SPOILT);
            }
        }
    }
}
