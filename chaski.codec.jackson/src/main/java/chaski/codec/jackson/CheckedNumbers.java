package chaski.codec.jackson;

import java.math.BigDecimal;
import java.math.BigInteger;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.util.JsonParserDelegate;

/**
 * Refuses numbers that would silently become others in the declared type: a decimal beyond the range of a {@code
 * double} or {@code float}, which would be infinite, and a fraction, infinity or NaN where whole numbers are declared,
 * which would be cut off or 0. Rounding to the nearest {@code double} is part of declaring one. Used by one thread.
 */
class CheckedNumbers extends JsonParserDelegate {

    CheckedNumbers(JsonParser parser) {
        super(parser);
    }

    /** True if the number was written as an IEEE 754 number, of which some are infinite or none. */
    boolean isBinary() {
        Number number = delegate.getNumberValue();
        return number instanceof Double || number instanceof Float;
    }

    @Override
    public double getDoubleValue() {
        double value = delegate.getDoubleValue();
        if (!Double.isFinite(value) && !isBinary()) {
            throw beyond("double", double.class);
        }
        return value;
    }

    @Override
    public float getFloatValue() {
        float value = delegate.getFloatValue();
        if (!Float.isFinite(value) && (Double.isFinite(delegate.getDoubleValue()) || !isBinary())) {
            throw beyond("float", float.class);
        }
        return value;
    }

    @Override
    public double getValueAsDouble() {
        return isNumber() ? getDoubleValue() : super.getValueAsDouble();
    }

    @Override
    public double getValueAsDouble(double instead) {
        return isNumber() ? getDoubleValue() : super.getValueAsDouble(instead);
    }

    @Override
    public byte getByteValue() {
        checkWhole();
        return super.getByteValue();
    }

    @Override
    public short getShortValue() {
        checkWhole();
        return super.getShortValue();
    }

    @Override
    public int getIntValue() {
        checkWhole();
        return super.getIntValue();
    }

    @Override
    public long getLongValue() {
        checkWhole();
        return super.getLongValue();
    }

    @Override
    public BigInteger getBigIntegerValue() {
        checkWhole();
        return super.getBigIntegerValue();
    }

    @Override
    public int getValueAsInt() {
        checkWhole();
        return super.getValueAsInt();
    }

    @Override
    public int getValueAsInt(int instead) {
        checkWhole();
        return super.getValueAsInt(instead);
    }

    @Override
    public long getValueAsLong() {
        checkWhole();
        return super.getValueAsLong();
    }

    @Override
    public long getValueAsLong(long instead) {
        checkWhole();
        return super.getValueAsLong(instead);
    }

    private boolean isNumber() {
        JsonToken token = currentToken();
        return token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT;
    }

    /**
     * Checks that the current token, if it is a number with a fraction or an exponent, is a whole number nevertheless.
     */
    final void checkWhole() {
        if (currentToken() != JsonToken.VALUE_NUMBER_FLOAT) {
            return;
        }
        // in this order: converting infinity or NaN to a decimal throws another exception
        boolean finite = !isBinary() || Double.isFinite(delegate.getDoubleValue());
        if (!finite || !isWhole(delegate.getDecimalValue())) {
            throw new InputCoercionException(
                    this, "expected a whole number, got " + getString(), currentToken(), long.class);
        }
    }

    private static boolean isWhole(BigDecimal number) {
        return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
    }

    private InputCoercionException beyond(String name, Class<?> type) {
        return new InputCoercionException(
                this, "expected a number within the range of a " + name + ", got " + getString(), currentToken(), type);
    }
}
