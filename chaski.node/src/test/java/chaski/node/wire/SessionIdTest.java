package chaski.node.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SessionIdTest {

    @Test
    void theSecretIsNotShown() {
        assertThat(Samples.SESSION).hasToString("0011…");
        assertThat(new Attach(Samples.EARLIER, 1, 0, true, 0, null).toString())
                .contains("ffee…")
                .doesNotContain("ddcc");
    }
}
