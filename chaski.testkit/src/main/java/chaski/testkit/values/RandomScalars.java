package chaski.testkit.values;

import chaski.testkit.values.SampleTypes.Coin;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Draws values without components, or values of no declared type. Confined to one thread. */
final class RandomScalars {

    private static final List<String> TEXTS =
            List.of("", "a", "null", "ü – 🦙", "\"\\\u0000\u2028", "@type", "0", "-1", " x ", "true", "$");

    private static final List<String> ZONES =
            List.of("Europe/Prague", "Z", "UTC", "America/New_York", "+05:45", "GMT+2");

    private static final List<Class<?>> KEYS = List.of(
            String.class,
            Integer.class,
            Long.class,
            Double.class,
            Boolean.class,
            UUID.class,
            Coin.class,
            LocalDate.class,
            Instant.class,
            Character.class,
            ZonedDateTime.class,
            Locale.class,
            URI.class);

    private final Random random;
    private final Map<Class<?>, Supplier<Object>> draws = new LinkedHashMap<>();

    RandomScalars(Random random) {
        this.random = random;
        draws.put(String.class, this::text);
        draws.put(Character.class, () -> rarely() ? '\ud83e' : (char) random.nextInt(0xd800));
        draws.put(Integer.class, random::nextInt);
        draws.put(Long.class, () -> random.nextBoolean() ? random.nextLong() : random.nextInt(10));
        draws.put(Short.class, () -> (short) random.nextInt());
        draws.put(Byte.class, () -> (byte) random.nextInt());
        draws.put(Boolean.class, random::nextBoolean);
        draws.put(Double.class, () -> one(0.0, -0.0, Double.NaN, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, real()));
        draws.put(Float.class, () -> one(0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.MAX_VALUE, (float) real()));
        draws.put(BigInteger.class, this::integer);
        draws.put(BigDecimal.class, () -> new BigDecimal(integer(), random.nextInt(2000) - 1000));
        draws.put(UUID.class, () -> new UUID(random.nextLong(), random.nextLong()));
        draws.put(URI.class, () -> URI.create("tcp://h" + random.nextInt(99) + ":1/%20?q#f"));
        draws.put(
                Locale.class,
                () -> one(Locale.GERMANY, Locale.CHINA, Locale.ROOT, Locale.forLanguageTag("sr-Latn-RS")));
        draws.put(Coin.class, () -> one((Object[]) Coin.values()));
        times();
        draws.put(byte[].class, () -> bytes(random.nextInt(9)));
        draws.put(int[].class, () -> random.ints(random.nextInt(5)).toArray());
        draws.put(double[].class, () -> random.doubles(random.nextInt(5)).toArray());
    }

    private void times() {
        draws.put(Instant.class, this::instant);
        draws.put(Duration.class, () -> Duration.ofSeconds(random.nextLong() >> 2, random.nextInt(1_000_000_000)));
        draws.put(LocalDate.class, () -> dateTime().toLocalDate());
        draws.put(LocalTime.class, () -> dateTime().toLocalTime());
        draws.put(LocalDateTime.class, this::dateTime);
        draws.put(OffsetDateTime.class, () -> dateTime().atOffset(ZoneOffset.ofTotalSeconds(random.nextInt(36_000))));
        draws.put(ZonedDateTime.class, () -> dateTime().atZone(ZoneId.of((String) one(ZONES.toArray()))));
        draws.put(Period.class, () -> Period.of(random.nextInt(9) - 4, random.nextInt(99), random.nextInt(99)));
        draws.put(Year.class, () -> Year.of(random.nextInt(4000) - 1000));
        draws.put(YearMonth.class, () -> YearMonth.of(random.nextInt(4000), 1 + random.nextInt(12)));
        draws.put(ZoneOffset.class, () -> ZoneOffset.ofTotalSeconds(random.nextInt(60_000) - 30_000));
    }

    Set<Class<?>> types() {
        return draws.keySet();
    }

    List<Class<?>> keys() {
        return KEYS;
    }

    Object value(Class<?> type) {
        Supplier<Object> draw = draws.get(type);
        if (draw == null) {
            throw new IllegalArgumentException("expected one of " + draws.keySet() + ", got " + type);
        }
        return draw.get();
    }

    Object key(Class<?> type) {
        return type == String.class && rarely() ? "k".repeat(1000 + random.nextInt(50)) : value(type);
    }

    private String text() {
        if (rarely()) {
            return "half \udd99";
        }
        return random.nextBoolean()
                ? (String) one(TEXTS.toArray())
                : "x".repeat(random.nextInt(300)) + random.nextInt();
    }

    private BigInteger integer() {
        int bits = random.nextInt(10) > 0 ? random.nextInt(200) : 3200 + random.nextInt(200);
        BigInteger integer = new BigInteger(bits, random);
        return random.nextBoolean() ? integer : integer.negate();
    }

    private double real() {
        return Double.longBitsToDouble(random.nextLong());
    }

    private Instant instant() {
        return dateTime().toInstant(ZoneOffset.UTC);
    }

    private LocalDateTime dateTime() {
        return LocalDateTime.ofEpochSecond(random.nextLong() >> 26, random.nextInt(1_000_000_000), ZoneOffset.UTC);
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private boolean rarely() {
        return random.nextInt(100) == 0;
    }

    private Object one(Object... of) {
        return of[random.nextInt(of.length)];
    }
}
