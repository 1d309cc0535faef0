package chaski.node.dial;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.node.PartsScene;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContactAttemptTest {

    private final ContactAttempt attempt = new ContactAttempt(PartsScene.id(2), PartsScene.at("b"), PartsScene.id(3));

    @Test
    void isOnTheAccountOfTheSenderOfTheQuery() {
        assertThat(attempt.announcer()).isEqualTo(Optional.of(PartsScene.id(3)));
    }

    @Test
    void continuesWithTheExpectedNodeOnly() {
        assertThat(attempt.accepts(PartsScene.id(2))).isTrue();
        assertThat(attempt.accepts(PartsScene.id(3))).isFalse();
        assertThat(attempt.isMove()).isFalse();
    }
}
