package chaski.remote.value;

import chaski.api.codec.Codec;
import chaski.remote.wire.WireValue;

/** Any {@code CharSequence}: it arrives as a string. */
final class TextType extends ValueType {

    private final ValueType string = new CodecType(String.class, String.class);

    TextType() {
        super(CharSequence.class);
    }

    @Override
    EncodedValue writeValue(Object value, Codec codec) {
        return string.writeValue(value.toString(), codec);
    }

    @Override
    Object readValue(WireValue value, Codec codec, References references) {
        return string.readValue(value, codec, references);
    }
}
