package chaski.codec.jackson;

import chaski.api.CodecException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.util.JsonGeneratorDelegate;

/**
 * Refuses to write what a reader would refuse to read. Nesting is checked by the generator itself; here are the limits
 * of {@link MapperSettings} that it does not know. Used by one thread.
 */
final class BoundedGenerator extends JsonGeneratorDelegate {

    /** No smaller number has more digits than the limit. */
    private static final BigInteger TOO_LONG = BigInteger.TEN.pow(MapperSettings.MAX_NUMBER_DIGITS);

    private final DuplicateKeyCheck names = new DuplicateKeyCheck();

    BoundedGenerator(JsonGenerator generator) {
        super(generator, false);
    }

    @Override
    public JsonGenerator writeStartObject() {
        names.begin();
        return super.writeStartObject();
    }

    @Override
    public JsonGenerator writeStartObject(Object value) {
        names.begin();
        return super.writeStartObject(value);
    }

    @Override
    public JsonGenerator writeStartObject(Object value, int size) {
        names.begin();
        return super.writeStartObject(value, size);
    }

    @Override
    public JsonGenerator writeEndObject() {
        names.end();
        return super.writeEndObject();
    }

    @Override
    public JsonGenerator writeName(String name) {
        checkName(name.length());
        checkText(name);
        names.key(name);
        return super.writeName(name);
    }

    /** A name of the reader's own classes, or a constant. */
    @Override
    public JsonGenerator writeName(SerializableString name) {
        checkName(name.charLength());
        names.property(name);
        return super.writeName(name);
    }

    /** Keys are text in both formats, so that 1 and "1" are the same key. */
    @Override
    public JsonGenerator writePropertyId(long id) {
        return writeName(Long.toString(id));
    }

    @Override
    public JsonGenerator writeString(String text) {
        if (text != null) {
            checkText(text);
        }
        return super.writeString(text);
    }

    @Override
    public JsonGenerator writeString(char[] text, int offset, int length) {
        checkText(CharBuffer.wrap(text, offset, length));
        return super.writeString(text, offset, length);
    }

    @Override
    public JsonGenerator writeNumber(BigInteger number) {
        checkNumber(number);
        return super.writeNumber(number);
    }

    @Override
    public JsonGenerator writeNumber(BigDecimal number) {
        if (number != null) {
            checkNumber(number.unscaledValue());
        }
        return super.writeNumber(number);
    }

    @Override
    public JsonGenerator writeNumber(String number) {
        throw new CodecException("a number that is written as text is not supported");
    }

    @Override
    public JsonGenerator writeNumber(char[] number, int offset, int length) {
        throw new CodecException("a number that is written as text is not supported");
    }

    @Override
    public JsonGenerator writeRawValue(String text) {
        throw raw();
    }

    @Override
    public JsonGenerator writeRawValue(String text, int offset, int length) {
        throw raw();
    }

    @Override
    public JsonGenerator writeRawValue(char[] text, int offset, int length) {
        throw raw();
    }

    private static CodecException raw() {
        return new CodecException("raw text is not supported: it may not be readable");
    }

    private static void checkName(int chars) {
        if (chars > MapperSettings.MAX_NAME_CHARS) {
            throw new CodecException("expected names and keys of at most " + MapperSettings.MAX_NAME_CHARS
                    + " characters, got " + chars);
        }
    }

    private static void checkText(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isSurrogatePair(c, text.charAt(i))) {
                    throw new CodecException("expected text, got half of a surrogate pair");
                }
            }
        }
    }

    private static void checkNumber(BigInteger digits) {
        if (digits != null
                && digits.bitLength() >= TOO_LONG.bitLength()
                && digits.abs().compareTo(TOO_LONG) >= 0) {
            throw new CodecException(
                    "expected numbers of at most " + MapperSettings.MAX_NUMBER_DIGITS + " digits, got more");
        }
    }
}
