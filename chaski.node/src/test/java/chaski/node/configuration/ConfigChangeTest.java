package chaski.node.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.NodeConfig;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigChangeTest {

    private static final NodeConfig DEFAULTS = NodeProperties.read(Map.of());

    private static final Map<ConfigKey.Kind, String> OTHER_VALUES = Map.of(
            ConfigKey.Kind.TEXT, "other",
            ConfigKey.Kind.ENDPOINTS, "tcp://other:1",
            ConfigKey.Kind.IDS, "3f2b8c1e-7a54-4d0b-9c1f-5e6a7b8c9d0e",
            ConfigKey.Kind.WORDS, "udp,tcp",
            ConfigKey.Kind.FLAG, "true",
            ConfigKey.Kind.CHOICE, "DISCONNECT");

    static Stream<ConfigKey> keys() {
        return ConfigKeys.all().values().stream().filter(key -> !key.name().equals(ConfigKeys.ID));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void eachKeyTakesEffectOrIsKeptAsItSays(ConfigKey key) {
        ConfigChange change = ConfigChange.of(DEFAULTS, NodeProperties.read(Map.of(key.name(), other(key))));

        assertThat(change.changed()).isEqualTo(key.live() ? List.of(key.name()) : List.of());
        assertThat(change.kept()).isEqualTo(key.live() ? List.of() : List.of(key.name()));
    }

    /** One more than the default is valid for every number. */
    private static Object other(ConfigKey key) {
        if (key.kind() != ConfigKey.Kind.NUMBER) {
            return OTHER_VALUES.get(key.kind());
        }
        Object now = key.inEffect().apply(DEFAULTS);
        return now instanceof java.time.Duration time ? time.toMillis() + 1 : ((Number) now).longValue() + 1;
    }

    @Test
    void whatIsKeptIsToldAgainUntilItIsTakenBack() {
        ConfigChange first = ConfigChange.of(DEFAULTS, NodeProperties.read(Map.of("name", "b")));
        ConfigChange second =
                ConfigChange.of(first.effective(), NodeProperties.read(Map.of("name", "b", "join", "tcp://c:1")));
        ConfigChange third = ConfigChange.of(second.effective(), NodeProperties.read(Map.of("join", "tcp://c:1")));

        assertThat(second.changed()).containsExactly("join");
        assertThat(second.kept()).containsExactly("name");
        assertThat(third.changed()).isEmpty();
        assertThat(third.kept()).isEmpty();
    }

    @Test
    void theIdentityStaysWhateverIsWanted() {
        NodeConfig wanted = NodeProperties.read(Map.of("id", "3f2b8c1e-7a54-4d0b-9c1f-5e6a7b8c9d0e"));

        assertThat(ConfigChange.of(DEFAULTS, wanted).effective()).isEqualTo(DEFAULTS);
    }
}
