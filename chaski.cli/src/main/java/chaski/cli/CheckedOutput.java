package chaski.cli;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Standard output, which records that a write failed: print streams and writers do not report that. Used by one thread.
 */
final class CheckedOutput extends OutputStream {

    private final OutputStream out;
    private @Nullable IOException failure;

    CheckedOutput(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            failure = failure == null ? e : failure;
            throw e;
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            out.flush();
        } catch (IOException e) {
            failure = failure == null ? e : failure;
            throw e;
        }
    }

    /**
     * Checks that everything was written.
     *
     * @throws OutputClosed if a write has failed
     */
    void check() {
        if (failure != null) {
            throw new OutputClosed(failure);
        }
    }
}
