package chaski.remote.export;

import chaski.remote.value.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ranks how well a value in its plain form fits a parameter. Lower is better: integral types before decimal ones, specific types before
 * general ones. Stateless.
 */
final class OverloadRanking {

    /** It does not fit. */
    static final int NOT = -1;

    private static final int ANYTHING = 20;
    private static final int PERHAPS = 10;

    /** The types for whole numbers, best first. */
    private static final List<Class<?>> INTEGRAL =
            List.of(int.class, Integer.class, long.class, Long.class, short.class, Short.class, byte.class, Byte.class);

    private static final List<Class<?>> INTEGRAL_OF_ANY_SIZE = List.of(BigInteger.class);

    /** The types for numbers with a fraction, best first. */
    private static final List<Class<?>> DECIMAL =
            List.of(double.class, Double.class, float.class, Float.class, BigDecimal.class);

    private OverloadRanking() {}

    static int of(@Nullable Object plain, ValueType parameter) {
        Class<?> type = parameter.present().raw();
        if (plain == null) {
            return type.isPrimitive() ? NOT : 0;
        }
        if (type == Object.class) {
            return ANYTHING;
        }
        if (plain instanceof Number number) {
            return number(number, type);
        }
        if (plain instanceof Boolean) {
            return type == boolean.class || type == Boolean.class ? 0 : NOT;
        }
        if (plain instanceof String text) {
            return text(text, type);
        }
        if (plain instanceof byte[]) {
            return type == byte[].class ? 0 : NOT;
        }
        if (plain instanceof Collection) {
            return type.isArray() || Collection.class.isAssignableFrom(type) ? 0 : other(type);
        }
        if (plain instanceof Map) {
            return Map.class.isAssignableFrom(type) ? 0 : type.isArray() ? NOT : other(type);
        }
        return NOT;
    }

    static int ofReference(Class<?> type) {
        if (type == Object.class) {
            return ANYTHING;
        }
        return type.isInterface() ? 0 : NOT;
    }

    private static int number(Number number, Class<?> type) {
        boolean whole = !(number instanceof Double || number instanceof Float || number instanceof BigDecimal);
        if (whole) {
            int rank = INTEGRAL.indexOf(type);
            if (rank >= 0) {
                return inRange(new BigInteger(number.toString()), type) ? rank / 2 : NOT;
            }
            if (INTEGRAL_OF_ANY_SIZE.contains(type)) {
                return INTEGRAL.size();
            }
        } else if (INTEGRAL.contains(type) || INTEGRAL_OF_ANY_SIZE.contains(type)) {
            return NOT;
        }
        int rank = DECIMAL.indexOf(type);
        if (rank >= 0) {
            return PERHAPS + rank / 2;
        }
        return type == Number.class ? ANYTHING - 1 : NOT;
    }

    private static boolean inRange(BigInteger value, Class<?> type) {
        int bits = type == int.class || type == Integer.class
                ? 31
                : type == long.class || type == Long.class ? 63 : type == short.class || type == Short.class ? 15 : 7;
        return value.bitLength() <= bits;
    }

    private static int text(String text, Class<?> type) {
        if (type == String.class || type == CharSequence.class) {
            return 0;
        }
        if (type == char.class || type == Character.class) {
            return text.length() == 1 ? 1 : NOT;
        }
        return type.isPrimitive() || (type.isArray() && type != byte[].class) || Number.class.isAssignableFrom(type)
                ? NOT
                : other(type);
    }

    /** Only the codec knows if it fits; types that certainly do not are excluded. */
    private static int other(Class<?> type) {
        boolean certainlyNot = type.isPrimitive()
                || Number.class.isAssignableFrom(type)
                || CharSequence.class.isAssignableFrom(type)
                || type == Boolean.class
                || type == Character.class;
        return certainlyNot ? NOT : PERHAPS;
    }
}
