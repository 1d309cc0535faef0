package chaski.testkit.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WireVectorsTest {

    @Test
    void namesBytesAndCommentsAreDistinguished() {
        var vectors = WireVectors.parse("""
                # a file
                [one]
                00 ff   # two bytes
                a1b2

                [nothing]
                # no bytes
                """);

        assertThat(vectors).extracting(WireVector::toString).containsExactly("one 00ffa1b2", "nothing ");
    }

    @Test
    void bytesCannotBeChanged() {
        WireVector vector = WireVectors.parse("[x]\n0102").get(0);
        vector.bytes()[0] = 9;

        assertThat(vector.hex()).isEqualTo("0102");
        assertThat(vector.buffer().isReadOnly()).isTrue();
        assertThat(vector.buffer().remaining()).isEqualTo(2);
        assertThat(vector).isEqualTo(WireVectors.parse("[x]\n01 02").get(0));
    }

    @Test
    void onlyHexBlocksOfADocumentAreRead() {
        var vectors = WireVectors.parseDocument("""
                # Title
                ```java
                int x = 0xff;
                ```
                text
                ```hex ack
                0102  # ACK
                03
                ```
                more 00
                ```hex pong
                ```
                """);

        assertThat(vectors).extracting(WireVector::toString).containsExactly("ack 010203", "pong ");
    }

    @Test
    void errorsNameTheLine() {
        assertThatThrownBy(() -> WireVectors.parse("[x]\n00\n0g"))
                .hasMessageContaining("line 3")
                .hasMessageContaining("0g");
        assertThatThrownBy(() -> WireVectors.parse("[x]\n001")).hasMessageContaining("whole bytes");
        assertThatThrownBy(() -> WireVectors.parse("\n00")).hasMessageContaining("line 2");
        assertThatThrownBy(() -> WireVectors.parse("[x]\n00\n[x]")).hasMessageContaining("not used before");
        assertThatThrownBy(() -> WireVectors.load("none.txt")).hasMessageContaining("none.txt");
    }

    @Test
    void theProtocolDocumentShowsTheVectorsThatAreCarried() throws IOException {
        assertThat(WireVectors.wire())
                .isNotEmpty()
                .isEqualTo(WireVectors.parseDocument(Files.readString(Path.of("../docs/PROTOCOL.md"))));
    }
}
