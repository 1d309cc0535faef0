package chaski.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MessageSourceTest {

    @Test
    void numbersCountFromOne() throws IOException {
        assertThat(all(MessageSource.numbers(3))).containsExactly("1", "2", "3");
        assertThat(all(MessageSource.numbers(0))).isEmpty();
    }

    @Test
    void wholeListIsRepeated() throws IOException {
        assertThat(all(MessageSource.repeated(List.of("a", "b"), 2))).containsExactly("a", "b", "a", "b");
        assertThat(all(MessageSource.repeated(List.of("a"), 0))).isEmpty();
    }

    @Test
    void noMoreIsAskedForThanIsWanted() throws IOException {
        AtomicInteger asked = new AtomicInteger();

        List<String> first = all(MessageSource.first(2, () -> {
            asked.incrementAndGet();
            return ByteBuffer.wrap(new byte[] {'x'});
        }));

        assertThat(first).containsExactly("x", "x");
        assertThat(asked).hasValue(2);
    }

    private static List<String> all(MessageSource source) throws IOException {
        List<String> all = new ArrayList<>();
        for (ByteBuffer next = source.next(); next != null; next = source.next()) {
            all.add(StandardCharsets.UTF_8.decode(next).toString());
        }
        return all;
    }
}
