package chaski.node.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefusalCodeTest {

    @Test
    void everyNumberLeadsBackToItsCode() {
        for (RefusalCode code : RefusalCode.values()) {
            assertThat(RefusalCode.of(code.number())).isEqualTo(code);
        }
    }

    @Test
    void numbersOfNoCodeAreOther() {
        assertThat(RefusalCode.of(19)).isEqualTo(RefusalCode.OTHER);
        assertThat(RefusalCode.of(0xFFFF)).isEqualTo(RefusalCode.OTHER);
        assertThat(RefusalCode.of(-1)).isEqualTo(RefusalCode.OTHER);
    }
}
