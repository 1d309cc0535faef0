package chaski.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

/** Every name has its contender. */
final class ContenderFactoryTest {

    @Test
    void everyNameMakesAContender() {
        assertThat(ContenderFactory.NAMES).extracting(ContenderFactory::named).doesNotContainNull();
        assertThat(ContenderFactory.named(ContenderFactory.REFERENCE)).isInstanceOf(HandoffContender.class);
    }

    @Test
    void unknownNameIsRefused() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> ContenderFactory.named("zmq"))
                .withMessageContaining("zmq");
    }
}
