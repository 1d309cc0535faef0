package chaski.remote.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chaski.api.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TextCacheTest {

    private static final long SEED = 7;

    private final TextCache cache = new TextCache();

    private String read(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer in = ByteBuffer.allocate(3 + utf8.length + 1).position(1);
        in.putShort((short) utf8.length).put(utf8).put((byte) 9).position(1);
        String read = MessageFields.text(in, 100, "text", cache);
        assertThat(in.remaining()).as("bytes after the text").isEqualTo(1);
        return read;
    }

    @Test
    void repeatedTextIsTheSameObject() {
        assertThat(read("add")).isEqualTo("add").isSameAs(read("add"));
        assertThat(read("")).isEmpty();
    }

    @Test
    void otherTextIsReadAsItIs() {
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            int length = random.nextInt(4);
            StringBuilder text = new StringBuilder();
            for (int j = 0; j < length; j++) {
                text.append("aé\u00e9\u0080z€".charAt(random.nextInt(6)));
            }
            assertThat(read(text.toString())).isEqualTo(text.toString());
        }
        assertThat(read("x".repeat(100))).isEqualTo("x".repeat(100));
    }

    @Test
    void limitHoldsForAKnownText() {
        read("abcdef");
        ByteBuffer in = ByteBuffer.wrap(new byte[] {0, 6, 'a', 'b', 'c', 'd', 'e', 'f'});

        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> MessageFields.text(in, 5, "text", cache))
                .withMessageContaining("at most 5 bytes");
    }

    @Test
    void incompleteTextAndOtherBytesThanTextAreRefused() {
        read("abc");
        for (byte[] bytes : new byte[][] {{}, {0}, {0, 3, 'a', 'b'}, {0, 1, (byte) 0xc3}, {(byte) 0xff, (byte) 0xff}}) {
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() -> MessageFields.text(ByteBuffer.wrap(bytes), 100, "text", cache));
        }
    }
}
