package chaski.codec.jackson;

import java.math.BigDecimal;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.io.NumberOutput;

/**
 * Reads JSON numbers without loss where the declared type is {@link Number} or {@link Object}: a fraction whose digits
 * are not those of a {@code double} is a {@link BigDecimal}. The parser itself reads each as a {@code double}. Where a
 * type is declared, this changes nothing.
 */
final class ExactNumbers extends CheckedNumbers {

    ExactNumbers(JsonParser parser) {
        super(parser);
    }

    /** JSON has decimals only. */
    @Override
    boolean isBinary() {
        return false;
    }

    @Override
    public NumberTypeFP getNumberTypeFP() {
        if (!isFraction()) {
            return super.getNumberTypeFP();
        }
        return needsDecimal() ? NumberTypeFP.BIG_DECIMAL : NumberTypeFP.DOUBLE64;
    }

    @Override
    public Number getNumberValue() {
        if (!isFraction()) {
            return super.getNumberValue();
        }
        return needsDecimal() ? getDecimalValue() : (Number) getDoubleValue();
    }

    private boolean isFraction() {
        return currentToken() == JsonToken.VALUE_NUMBER_FLOAT && !isNaN();
    }

    private boolean needsDecimal() {
        double nearest = delegate.getDoubleValue();
        return !Double.isFinite(nearest) || !isWrittenAs(nearest, getDecimalValue());
    }

    /** Before Java 19 the JDK writes some doubles with more digits than they need, and Jackson never does. */
    private static boolean isWrittenAs(double value, BigDecimal number) {
        return BigDecimal.valueOf(value).compareTo(number) == 0
                || new BigDecimal(NumberOutput.toString(value, true)).compareTo(number) == 0;
    }
}
