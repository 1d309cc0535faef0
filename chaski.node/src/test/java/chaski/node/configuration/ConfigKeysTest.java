package chaski.node.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chaski.api.ConfigurationException;
import chaski.node.osgi.NodeMetatype;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigKeysTest {

    static Stream<ConfigKey<?>> keys() {
        return ConfigKeys.all().values().stream();
    }

    static Stream<ConfigKey<?>> numbers() {
        return keys().filter(key -> key.type().isNumber());
    }

    static Stream<ConfigKey<?>> bounded() {
        return keys().filter(key -> key.notes().lowerBound() != null);
    }

    @Test
    void theMetatypeHasTheSameKeys() {
        assertThat(Stream.of(NodeMetatype.class.getDeclaredMethods())
                        .map(method -> method.getName().replace('_', '.')))
                .containsExactlyInAnyOrderElementsOf(ConfigKeys.all().keySet());
    }

    @ParameterizedTest
    @MethodSource("keys")
    <T> void theDefaultOfTheMetatypeIsReadAsTheDefault(ConfigKey<T> key) throws NoSuchMethodException {
        Method method = NodeMetatype.class.getDeclaredMethod(key.name().replace('.', '_'));

        assertThat(key.read(method.getDefaultValue())).isEqualTo(key.defaultValue());
    }

    /** A value that is not set has the default of the interface; {@code session.totalLogBytes} has a computed one. */
    @ParameterizedTest
    @MethodSource("keys")
    void theDefaultIsInEffectWhenNothingIsSet(ConfigKey<?> key) {
        Object inEffect = key.value().apply(NodeProperties.read(Map.of()));

        if (key == ConfigKeys.TOTAL_LOG) {
            assertThat((Long) inEffect).isPositive();
        } else {
            assertThat(inEffect).isEqualTo(key.defaultValue());
        }
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void numbersOutsideTheRangeAreRefused(ConfigKey<?> key) {
        assertThatThrownBy(() -> key.read(key.type().min() - 1)).isInstanceOf(ConfigurationException.class);
        if (key.type().max() != Long.MAX_VALUE) {
            assertThatThrownBy(() -> key.read(key.type().max() + 1)).isInstanceOf(ConfigurationException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("bounded")
    void aValueBelowItsBoundIsRefused(ConfigKey<?> key) {
        ConfigKey<?> bound =
                Objects.requireNonNull(ConfigKeys.all().get(key.notes().lowerBound()));
        Map<String, Object> properties = new HashMap<>();
        properties.put(bound.name(), bound.type().max());
        long least = key.notes().exclusive() ? bound.type().max() : bound.type().max() - 1;
        properties.put(key.name(), least);

        assertThatThrownBy(() -> NodeProperties.read(properties)).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void valuesAreInEffectWhereTheyAreReadFrom() {
        assertThat(NodeProperties.read(Map.of("link.holdMs", 777)).link().hold())
                .isEqualTo(Duration.ofMillis(777));
        assertThat(ConfigKeys.HOLD.value().apply(NodeProperties.read(Map.of("link.holdMs", 777))))
                .isEqualTo(Duration.ofMillis(777));
    }
}
