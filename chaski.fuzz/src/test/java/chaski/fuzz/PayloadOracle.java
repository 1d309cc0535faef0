package chaski.fuzz;

import chaski.api.CodecException;
import chaski.api.codec.Codec;
import chaski.api.codec.PayloadCodec;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads payloads of one format into values of many types. */
final class PayloadOracle {

    private final List<PayloadCodec<?>> types = new ArrayList<>();
    private final boolean escapes;

    PayloadOracle(Codec codec) {
        escapes = codec.name().equals("json");
        for (Class<?> type : List.<Class<?>>of(
                Object.class,
                Map.class,
                List.class,
                String.class,
                byte[].class,
                Reading.class,
                Numbers.class,
                Everything.class,
                Tree.class,
                double[].class)) {
            types.add(codec.forType(type));
        }
    }

    /** A type as users define them. */
    record Reading(
            @Nullable String sensor, double value, @Nullable List<Integer> counts) {}

    /** Every kind of number. */
    record Numbers(
            byte tiny,
            short little,
            int small,
            long large,
            float real,
            double exact,
            @Nullable BigInteger big,
            @Nullable BigDecimal decimal,
            @Nullable Number any) {}

    /** A constant. */
    enum Color {
        RED,
        GREEN
    }

    /** Values of the JDK and other types within each other. */
    record Everything(
            @Nullable Instant at,
            @Nullable Duration took,
            @Nullable UUID id,
            @Nullable Color color,
            @Nullable Optional<String> perhaps,
            @Nullable Map<Color, List<Reading>> byColor,
            boolean flag,
            char letter,
            @Nullable Object anything,
            int @Nullable [] array) {}

    /** A closed family. */
    sealed interface Tree {}

    /** The last element. */
    record Leaf(@Nullable Object content) implements Tree {}

    /** An element with a successor. */
    record Branch(@Nullable Tree left, @Nullable Tree right) implements Tree {}

    /** Decodes every type; decoded values are encoded and decoded again. */
    void check(byte[] data) {
        for (PayloadCodec<?> type : types) {
            DecoderOracle.bounded(data.length, () -> check(type, data));
        }
    }

    private <T> void check(PayloadCodec<T> codec, byte[] data) {
        T value;
        try {
            value = codec.decode(DecoderOracle.buffer(data, 0));
        } catch (CodecException expected) {
            return;
        }
        byte[] once;
        try {
            once = written(codec, value);
        } catch (CodecException e) {
            // a reader accepts slightly longer numbers and names than a writer writes, and JSON has escapes of unpaired
            // surrogates
            String reason = String.valueOf(e.getMessage());
            DecoderOracle.same(
                    true, reason.contains("expected n") || (escapes && reason.contains("half of a surrogate pair")));
            return;
        }
        byte[] twice = written(codec, codec.decode(ByteBuffer.wrap(once)));
        if (!Arrays.equals(once, twice)) {
            throw new AssertionError("written as " + HexFormat.of().formatHex(once) + ", then as "
                    + HexFormat.of().formatHex(twice));
        }
    }

    private static <T> byte[] written(PayloadCodec<T> codec, T value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        codec.encode(value, out);
        return out.toByteArray();
    }
}
