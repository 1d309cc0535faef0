package chaski.codec.jackson;

import chaski.api.CodecException;
import chaski.api.codec.PayloadCodec;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;

/**
 * Uses a codec in every way before its bundle stops, which loads all classes it needs. A node uses the codec for up to
 * two more seconds, unless another one replaces it; by then no class can be loaded any more, neither from this bundle
 * nor, through it, from Jackson.
 */
final class ClassPreloader {

    private ClassPreloader() {}

    /** A type with properties of all kinds. */
    sealed interface Sample permits Whole, Part {}

    /** Contains others. */
    record Whole(List<Sample> parts, Map<String, Object> free, Optional<Number> number, Kind kind, Open open)
            implements Sample {}

    /** Is contained. */
    record Part(int number, BigDecimal exact, double real, byte[] bytes) implements Sample {}

    /** A constant. */
    enum Kind {
        ONE,
        OTHER
    }

    /** A class that may have subclasses. */
    static class Open {
        private int value;

        public int getValue() {
            return value;
        }

        public void setValue(int now) {
            value = now;
        }
    }

    /** Has more properties than its declared class. */
    static final class Subclass extends Open {}

    private static final Whole WHOLE = new Whole(
            List.of(new Part(1, new BigDecimal("1.50"), 1.5, new byte[] {1})),
            Map.of("number", new BigDecimal("0.12345678901234567890"), "list", List.of(1, "text", true)),
            Optional.of(2.5),
            Kind.OTHER,
            new Open());

    /** Takes some milliseconds. */
    static void of(JacksonCodec codec) {
        PayloadCodec<Sample> samples = codec.forType(Sample.class);
        samples.decode(written(samples, WHOLE));
        Type optional = new TypeReference<Optional<Sample>>() {}.getType();
        PayloadCodec<Object> optionals = codec.forType(optional);
        optionals.decode(written(optionals, Optional.of(WHOLE)).asReadOnlyBuffer());
        PayloadCodec<int[]> numbers = codec.forType(int[].class);
        numbers.decode(written(numbers, new int[] {1}));
        refused(() -> samples.decode(ByteBuffer.wrap(new byte[] {'{', (byte) 0xff})));
        refused(() -> codec.forType(Kind.class).decode(written(codec.forType(String.class), "NONE")));
        refused(() -> codec.forType(Kind.class).decode(written(codec.forType(Optional.class), Optional.empty())));
        refused(() -> written(codec.forType(Open.class), new Subclass()));
        refused(() -> codec.forType(Thread.class));
        refused(() -> codec.forType(Runnable.class));
        refused(() -> codec.forType(Class.class));
        refused(() -> codec.forType(new Object() {}.getClass()));
    }

    private static <T> ByteBuffer written(PayloadCodec<T> codec, T value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        codec.encode(value, out);
        return ByteBuffer.wrap(out.toByteArray());
    }

    /** Error messages need classes, too. */
    private static void refused(Runnable use) {
        try {
            use.run();
        } catch (CodecException expected) {
            // its message was created
        }
    }
}
