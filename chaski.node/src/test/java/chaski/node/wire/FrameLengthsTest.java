package chaski.node.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ProtocolException;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameLengthsTest {

    static IntStream types() {
        return IntStream.rangeClosed(FrameType.HELLO, FrameType.ALTERNATIVES);
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyTypeHasARangeThatExcludesTheEmptyBody(int type) {
        assertThat(FrameLengths.minBodyBytes(type)).isPositive();
        assertThat(FrameLengths.maxBodyBytes(type)).isGreaterThanOrEqualTo(FrameLengths.minBodyBytes(type));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, FrameType.REFUSALS + 1, 255})
    void anUnknownTypeHasNone(int type) {
        assertThatThrownBy(() -> FrameLengths.minBodyBytes(type)).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> FrameLengths.maxBodyBytes(type)).isInstanceOf(ProtocolException.class);
    }
}
