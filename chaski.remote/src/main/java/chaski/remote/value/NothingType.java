package chaski.remote.value;

import chaski.api.codec.Codec;
import chaski.remote.wire.Value;

/** The result of a method that has none. */
final class NothingType extends ValueType {

    NothingType(Class<?> raw) {
        super(raw);
    }

    @Override
    Draft writeValue(Object value, Codec codec) {
        return Draft.NOTHING;
    }

    @Override
    Object readValue(Value value, Codec codec, References references) {
        throw unexpected(value);
    }
}
