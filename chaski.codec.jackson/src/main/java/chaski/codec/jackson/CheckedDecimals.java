package chaski.codec.jackson;

import java.io.Serial;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.Version;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.DelegatingDeserializer;

/**
 * Refuses decimals for types of the JDK whose deserializers would change them: {@code 1e400} seconds become zero,
 * {@code 1e40} overflows, 1.5 becomes the {@link BigInteger} 1. {@link CheckedNumbers} does the same for primitive
 * numbers.
 */
final class CheckedDecimals extends JacksonModule {

    private static final Set<Class<?>> SECONDS =
            Set.of(Duration.class, Instant.class, OffsetDateTime.class, ZonedDateTime.class);

    /** This many digits of seconds before the point always fit into a {@code long}: 31 billion years. */
    private static final int MAX_SECONDS_DIGITS = 18;

    @Override
    public String getModuleName() {
        return "chaski-checked-decimals";
    }

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public void setupModule(SetupContext context) {
        context.addDeserializerModifier(new Checking());
    }

    private static final class Checking extends ValueDeserializerModifier {

        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public ValueDeserializer<?> modifyDeserializer(
                DeserializationConfig config, BeanDescription.Supplier description, ValueDeserializer<?> deserializer) {
            Class<?> type = description.getBeanClass();
            boolean checked = type == BigInteger.class || SECONDS.contains(type);
            return checked ? new Checked(deserializer, type) : deserializer;
        }
    }

    private static final class Checked extends DelegatingDeserializer {

        private final Class<?> type;

        private Checked(ValueDeserializer<?> deserializer, Class<?> type) {
            super(deserializer);
            this.type = type;
        }

        @Override
        protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> deserializer) {
            return new Checked(deserializer, type);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) {
            if (parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
                check(parser);
            }
            return super.deserialize(parser, context);
        }

        private void check(JsonParser parser) {
            if (parser instanceof CheckedNumbers numbers && type == BigInteger.class) {
                numbers.checkWhole();
            } else if (type != BigInteger.class && !isTime(parser.getDecimalValue())) {
                throw new InputCoercionException(
                        parser,
                        "expected seconds of at most " + MAX_SECONDS_DIGITS + " digits before the point, got "
                                + parser.getString(),
                        parser.currentToken(),
                        type);
            }
        }

        private static boolean isTime(BigDecimal seconds) {
            return (long) seconds.precision() - seconds.scale() <= MAX_SECONDS_DIGITS;
        }
    }
}
