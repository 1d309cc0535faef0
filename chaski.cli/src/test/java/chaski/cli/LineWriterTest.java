package chaski.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineWriterTest {

    @Test
    void linesOfAnyLengthComeOutInOrder() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LineWriter sink = new LineWriter(out);
        List<String> expected = new ArrayList<>();
        for (int length : new int[] {0, 1, 65_534, 65_535, 65_536, 65_537, 3, 1_000_000, 0, 40_000, 40_000, 5}) {
            expected.add("x".repeat(length));
        }

        expected.forEach(line -> sink.line(line.getBytes(StandardCharsets.UTF_8)));
        sink.flush();

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(String.join("\n", expected) + "\n");
    }

    @Test
    void shortLinesAreWrittenTogether() {
        List<Integer> writes = new ArrayList<>();
        LineWriter sink = new LineWriter(new OutputStream() {
            @Override
            public void write(int b) {
                throw new AssertionError("a byte at a time");
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                writes.add(length);
            }
        });

        for (int i = 0; i < 10_000; i++) {
            sink.line("a line".getBytes(StandardCharsets.UTF_8));
        }
        sink.flush();

        assertThat(writes).hasSize(2);
    }

    @Test
    void aClosedPipeIsDistinguishedFromAFullDisk() {
        assertThatThrownBy(() -> new LineWriter(failing("Broken pipe")).lineNow("x"))
                .isInstanceOfSatisfying(
                        OutputClosed.class, e -> assertThat(e.readerLeft()).isTrue());
        assertThatThrownBy(() -> new LineWriter(failing("No space left on device")).lineNow("x"))
                .isInstanceOfSatisfying(
                        OutputClosed.class, e -> assertThat(e.readerLeft()).isFalse())
                .hasMessageContaining("No space left on device");
    }

    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        };
    }
}
