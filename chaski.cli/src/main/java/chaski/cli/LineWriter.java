package chaski.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes lines to standard output through a buffer. Only {@link #flush} and a full buffer flush it, so that a stream of
 * short lines costs one system call for thousands. Confined to the thread of the command.
 */
final class LineWriter {

    /** The bytes that a pipe accepts in one call. */
    private static final int BUFFER_BYTES = 64 * 1024;

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int used;

    LineWriter(OutputStream out) {
        this.out = out;
    }

    /**
     * Writes a line.
     *
     * @param bytes the line, without a line feed
     * @throws OutputClosed if standard output is closed
     */
    void line(byte[] bytes) {
        if (bytes.length >= BUFFER_BYTES - used) {
            flush();
            if (bytes.length >= BUFFER_BYTES) {
                write(bytes, bytes.length);
                buffer[used++] = '\n';
                return;
            }
        }
        System.arraycopy(bytes, 0, buffer, used, bytes.length);
        used += bytes.length;
        buffer[used++] = '\n';
    }

    /**
     * Writes a line and flushes.
     *
     * @param text the line
     * @throws OutputClosed if standard output is closed
     */
    void lineNow(String text) {
        line(text.getBytes(StandardCharsets.UTF_8));
        flush();
    }

    /**
     * Passes everything to the system.
     *
     * @throws OutputClosed if standard output is closed
     */
    void flush() {
        int length = used;
        used = 0;
        write(buffer, length);
    }

    private void write(byte[] bytes, int length) {
        if (length == 0) {
            return;
        }
        try {
            out.write(bytes, 0, length);
        } catch (IOException e) {
            throw new OutputClosed(e);
        }
    }
}
