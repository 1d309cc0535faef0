package chaski.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Splits input into lines, at line feeds only, without copying: a line is a view of the buffer. Confined to one thread.
 */
final class BoundedLineReader {

    private static final int FIRST_BUFFER_BYTES = 256 * 1024;

    private final ReadableByteChannel in;
    private final long maxLineBytes;
    private ByteBuffer buffer;
    private ByteBuffer window;
    private int lineStart;
    private int scanned;
    private boolean ended;

    /**
     * Reads lines.
     *
     * @param in the input
     * @param maxLineBytes the longest line; a longer one is returned as far as it was read, which is more than this
     */
    BoundedLineReader(ReadableByteChannel in, long maxLineBytes) {
        this.in = in;
        this.maxLineBytes = maxLineBytes;
        this.buffer = ByteBuffer.allocate(FIRST_BUFFER_BYTES).limit(0);
        this.window = buffer.duplicate();
    }

    /**
     * Waits for the next line and returns it without its line feed, which the last line may lack.
     *
     * @return the line from position to limit, valid until the next call; {@code null} at the end
     * @throws IOException if reading fails, or the thread is interrupted
     */
    @Nullable
    ByteBuffer next() throws IOException {
        while (true) {
            int end = indexOfLineFeed();
            if (end >= 0) {
                return line(end, end + 1);
            }
            if (buffer.limit() - lineStart > maxLineBytes) {
                return line(buffer.limit(), buffer.limit());
            }
            if (ended || !fill()) {
                ended = true;
                return lineStart < buffer.limit() ? line(buffer.limit(), buffer.limit()) : null;
            }
        }
    }

    private int indexOfLineFeed() {
        byte[] bytes = buffer.array();
        int limit = buffer.limit();
        for (int i = scanned; i < limit; i++) {
            if (bytes[i] == '\n') {
                scanned = i + 1;
                return i;
            }
        }
        scanned = limit;
        return -1;
    }

    private ByteBuffer line(int end, int next) {
        window.limit(end).position(lineStart);
        lineStart = next;
        return window;
    }

    /** Reads more input. Makes room first, by moving the incomplete line to the front or by a larger buffer. */
    private boolean fill() throws IOException {
        if (buffer.limit() == buffer.capacity()) {
            makeRoom();
        }
        int limit = buffer.limit();
        buffer.limit(buffer.capacity()).position(limit);
        try {
            return in.read(buffer) >= 0;
        } finally {
            buffer.limit(buffer.position()).position(0);
        }
    }

    private void makeRoom() {
        int begun = buffer.limit() - lineStart;
        boolean grows = begun > buffer.capacity() / 2;
        ByteBuffer to = grows ? ByteBuffer.allocate(buffer.capacity() * 2) : buffer;
        System.arraycopy(buffer.array(), lineStart, to.array(), 0, begun);
        scanned -= lineStart;
        lineStart = 0;
        if (grows) {
            buffer = to;
            window = to.duplicate();
        }
        buffer.clear().limit(begun);
    }
}
