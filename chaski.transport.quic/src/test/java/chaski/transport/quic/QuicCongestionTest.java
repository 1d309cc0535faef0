package chaski.transport.quic;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.testkit.LogLines;
import io.netty.handler.codec.quic.QuicCongestionControlAlgorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names of the congestion control. */
class QuicCongestionTest {

    @ParameterizedTest
    @CsvSource({"cubic, CUBIC", "bbr, BBR", "BBR, BBR", "reno, RENO"})
    void aNameChoosesAnAlgorithm(String name, QuicCongestionControlAlgorithm expected) {
        assertThat(QuicCongestion.of(name)).isEqualTo(expected);
    }

    @Test
    void itIsCubicByDefault() {
        assertThat(QuicCongestion.of(null)).isEqualTo(QuicCongestionControlAlgorithm.CUBIC);
    }

    @Test
    void anUnknownNameIsReported() {
        try (LogLines log = LogLines.of(QuicCongestion.class.getName())) {
            assertThat(QuicCongestion.of("vegas")).isEqualTo(QuicCongestionControlAlgorithm.CUBIC);
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARNING")
                    .contains("vegas", QuicCongestion.PROPERTY);
        }
    }
}
