package chaski.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.testkit.vectors.WireVector;
import chaski.testkit.vectors.WireVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The code writes and reads the bytes in the document on the membership channel. */
class MembershipVectorTest {

    private static final List<WireVector> VECTORS = WireVectors.load("membership.txt");

    static Stream<WireVector> vectors() {
        return VECTORS.stream();
    }

    private static MembershipMessage message(WireVector vector) {
        MembershipMessage message = Samples.messages().get(vector.name());
        assertThat(message).as(vector.name()).isNotNull();
        return message;
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void messagesAreWrittenAsTheVectorSays(WireVector vector) {
        assertThat(MembershipCodec.encode(message(vector))).isEqualTo(vector.buffer());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void vectorsAreReadAsTheMessage(WireVector vector) {
        assertThat(MembershipCodec.decode(vector.buffer())).isEqualTo(message(vector));
    }

    @Test
    void everyKindOfMessageHasAVector() {
        assertThat(VECTORS.stream()
                        .<Class<?>>map(vector -> message(vector).getClass())
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(List.of(MembershipMessage.class.getPermittedSubclasses()));
    }

    @Test
    void theDocumentShowsTheseVectors() throws IOException {
        String document = Files.readString(Path.of("../docs/protocol/membership.md"));
        assertThat(WireVectors.parseDocument(document)).isEqualTo(VECTORS);
    }
}
