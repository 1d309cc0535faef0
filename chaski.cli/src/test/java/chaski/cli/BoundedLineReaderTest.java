package chaski.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BoundedLineReaderTest {

    private static final long NO_LIMIT = 1 << 30;

    @Test
    void eachLineFeedEndsALineAndTheLastLineNeedsNone() throws IOException {
        assertThat(lines("one\n\nthree\r\nlast")).containsExactly("one", "", "three\r", "last");
    }

    @Test
    void lineFeedAtTheEndMakesNoEmptyLine() throws IOException {
        assertThat(lines("one\n")).containsExactly("one");
        assertThat(lines("\n")).containsExactly("");
        assertThat(lines("")).isEmpty();
    }

    @Test
    void bytesThatAreNoTextStayAsTheyAre() throws IOException {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        BoundedLineReader source =
                new BoundedLineReader(Channels.newChannel(new ByteArrayInputStream(bytes)), NO_LIMIT);

        ByteBuffer first = source.next();
        assertThat(first).isNotNull();
        assertThat(first.remaining()).isEqualTo(10);
        ByteBuffer second = source.next();
        assertThat(second).isNotNull();
        byte[] rest = new byte[second.remaining()];
        second.get(rest);
        assertThat(rest).startsWith(11, 12, 13).hasSize(245);
    }

    @Test
    void linesOfAnyLengthComeWholeHoweverTheyAreRead() throws IOException {
        Random random = new Random(1);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            int length = random.nextInt(10) == 0 ? random.nextInt(700_000) : random.nextInt(200);
            expected.add(Character.toString('a' + i % 26).repeat(length));
        }
        byte[] bytes = (String.join("\n", expected) + "\n").getBytes(StandardCharsets.UTF_8);

        BoundedLineReader source = new BoundedLineReader(new Trickle(bytes, random), NO_LIMIT);

        for (String line : expected) {
            assertThat(text(source.next())).isEqualTo(line);
        }
        assertThat(source.next()).isNull();
    }

    @Test
    void lineBeyondTheLimitIsHandedOutUnfinished() throws IOException {
        BoundedLineReader source = new BoundedLineReader(Channels.newChannel(new Endless()), 1_000_000);

        ByteBuffer line = source.next();

        assertThat(line).isNotNull();
        assertThat(line.remaining()).isGreaterThan(1_000_000).isLessThan(4_000_000);
    }

    @Test
    void endStaysTheEnd() throws IOException {
        BoundedLineReader source = new BoundedLineReader(Channels.newChannel(InputStream.nullInputStream()), NO_LIMIT);

        assertThat(source.next()).isNull();
        assertThat(source.next()).isNull();
    }

    private static List<String> lines(String text) throws IOException {
        BoundedLineReader source = new BoundedLineReader(
                Channels.newChannel(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))), NO_LIMIT);
        List<String> all = new ArrayList<>();
        for (ByteBuffer line = source.next(); line != null; line = source.next()) {
            all.add(text(line));
        }
        return all;
    }

    private static String text(ByteBuffer line) {
        return StandardCharsets.UTF_8.decode(line.duplicate()).toString();
    }

    /** Supplies a few bytes at a time, sometimes none. */
    private static final class Trickle implements ReadableByteChannel {

        private final byte[] bytes;
        private final Random random;
        private int given;

        Trickle(byte[] bytes, Random random) {
            this.bytes = bytes;
            this.random = random;
        }

        @Override
        public int read(ByteBuffer to) {
            if (given == bytes.length) {
                return -1;
            }
            int n = Math.min(Math.min(random.nextInt(100_000), to.remaining()), bytes.length - given);
            to.put(bytes, given, n);
            given += n;
            return n;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    /** A line that never ends. */
    private static final class Endless extends InputStream {

        @Override
        public int read() {
            return 'x';
        }
    }
}
