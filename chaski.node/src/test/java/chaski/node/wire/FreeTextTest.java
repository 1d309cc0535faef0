package chaski.node.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FreeTextTest {

    @Test
    void textStaysOnOneLine() {
        assertThat(FreeText.clean("gone\r\nEVENT peer-up\u2028x\u202Ey\u0000")).isEqualTo("gone??EVENT peer-up?x?y?");
    }

    @Test
    void halvesOfCharactersAreReplaced() {
        assertThat(FreeText.clean("a\uD83Db")).isEqualTo("a?b");
    }

    @Test
    void longTextIsCutBetweenCharacters() {
        String cut = FreeText.clean("x".repeat(FreeText.MAX_BYTES - 2) + "€€");

        assertThat(cut).isEqualTo("x".repeat(FreeText.MAX_BYTES - 2));
    }

    @Test
    void textOfEveryWidthFillsTheLimitExactly() {
        for (String c : new String[] {"x", "é", "€", "😀"}) {
            String cut = FreeText.clean(c.repeat(2000));
            int width = c.getBytes(StandardCharsets.UTF_8).length;
            assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSize(FreeText.MAX_BYTES / width * width);
        }
    }
}
