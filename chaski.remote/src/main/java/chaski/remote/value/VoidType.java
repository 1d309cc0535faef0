package chaski.remote.value;

import chaski.api.codec.Codec;
import chaski.remote.wire.WireValue;

/** The result of a method that returns nothing. */
final class VoidType extends ValueType {

    VoidType(Class<?> raw) {
        super(raw);
    }

    @Override
    EncodedValue writeValue(Object value, Codec codec) {
        return EncodedValue.NOTHING;
    }

    @Override
    Object readValue(WireValue value, Codec codec, References references) {
        throw unexpected(value);
    }
}
