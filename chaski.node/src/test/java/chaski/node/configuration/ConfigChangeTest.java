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

    private static final Map<ConfigType<?>, String> OTHER_VALUES = Map.of(
            ConfigKeys.NAME.type(),
            "other",
            ConfigType.ENDPOINTS,
            "tcp://other:1",
            ConfigType.IDS,
            "3f2b8c1e-7a54-4d0b-9c1f-5e6a7b8c9d0e",
            ConfigType.NAMES,
            "udp,tcp",
            ConfigType.FLAG,
            "true",
            ConfigKeys.BOOTSTRAP.type(),
            "DISCONNECT");

    static Stream<ConfigKey<?>> keys() {
        return ConfigKeys.all().values().stream().filter(key -> !key.makesNewNode());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void eachKeyTakesEffectOrIsKeptAsDeclared(ConfigKey<?> key) {
        ConfigChange change = ConfigChange.of(DEFAULTS, NodeProperties.read(Map.of(key.name(), other(key))));

        assertThat(change.changed()).isEqualTo(key.live() ? List.of(key.name()) : List.of());
        assertThat(change.kept()).isEqualTo(key.live() ? List.of() : List.of(key.name()));
    }

    /** One more than the default is valid for every number. */
    private static Object other(ConfigKey<?> key) {
        if (!key.type().isNumber()) {
            return OTHER_VALUES.get(key.type());
        }
        Object now = key.value().apply(DEFAULTS);
        return now instanceof java.time.Duration time ? time.toMillis() + 1 : ((Number) now).longValue() + 1;
    }

    @Test
    void aKeptKeyIsReportedUntilItsChangeIsReverted() {
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
