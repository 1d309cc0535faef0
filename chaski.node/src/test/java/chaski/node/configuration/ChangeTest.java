package chaski.node.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.node.NodeConfig;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChangeTest {

    private static final NodeConfig DEFAULTS = NodeProperties.read(Map.of());

    private static final Map<Key.Kind, String> OTHER_VALUES = Map.of(
            Key.Kind.TEXT, "other",
            Key.Kind.ENDPOINTS, "tcp://other:1",
            Key.Kind.IDS, "3f2b8c1e-7a54-4d0b-9c1f-5e6a7b8c9d0e",
            Key.Kind.WORDS, "udp,tcp",
            Key.Kind.FLAG, "true",
            Key.Kind.CHOICE, "DISCONNECT");

    static Stream<Key> keys() {
        return Keys.all().values().stream().filter(key -> !key.name().equals(Keys.ID));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void eachKeyTakesEffectOrIsKeptAsItSays(Key key) {
        Change change = Change.of(DEFAULTS, NodeProperties.read(Map.of(key.name(), other(key))));

        assertThat(change.changed()).isEqualTo(key.live() ? List.of(key.name()) : List.of());
        assertThat(change.kept()).isEqualTo(key.live() ? List.of() : List.of(key.name()));
    }

    /** One more than the default is valid for every number. */
    private static Object other(Key key) {
        if (key.kind() != Key.Kind.NUMBER) {
            return OTHER_VALUES.get(key.kind());
        }
        Object now = key.inEffect().apply(DEFAULTS);
        return now instanceof java.time.Duration time ? time.toMillis() + 1 : ((Number) now).longValue() + 1;
    }

    @Test
    void whatIsKeptIsToldAgainUntilItIsTakenBack() {
        Change first = Change.of(DEFAULTS, NodeProperties.read(Map.of("name", "b")));
        Change second = Change.of(first.effective(), NodeProperties.read(Map.of("name", "b", "join", "tcp://c:1")));
        Change third = Change.of(second.effective(), NodeProperties.read(Map.of("join", "tcp://c:1")));

        assertThat(second.changed()).containsExactly("join");
        assertThat(second.kept()).containsExactly("name");
        assertThat(third.changed()).isEmpty();
        assertThat(third.kept()).isEmpty();
    }

    @Test
    void theIdentityStaysWhateverIsWanted() {
        NodeConfig wanted = NodeProperties.read(Map.of("id", "3f2b8c1e-7a54-4d0b-9c1f-5e6a7b8c9d0e"));

        assertThat(Change.of(DEFAULTS, wanted).effective()).isEqualTo(DEFAULTS);
    }
}
