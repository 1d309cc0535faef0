package chaski.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

/** Every name has its contender. */
final class ContenderFactoryTest {

    @Test
    void everyNameMakesAContender() {
        assertThat(new Payload(100).contenders())
                .extracting(ContenderFactory::named)
                .doesNotContainNull();
        assertThat(CallMode.values())
                .flatExtracting(CallMode::contenders)
                .isSubsetOf(ContenderFactory.NAMES)
                .extracting(name -> ContenderFactory.calls(name))
                .doesNotContainNull();
        assertThat(ContenderFactory.named(ContenderFactory.HANDOFF)).isInstanceOf(HandoffContender.class);
    }

    @Test
    void unknownNameIsRefused() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> ContenderFactory.named("zmq"))
                .withMessageContaining("zmq");
    }
}
