package chaski.remote.value;

import chaski.api.codec.Codec;
import chaski.remote.wire.Value;

/** An interface whose objects stay where they are. */
final class ReferenceType extends ValueType {

    ReferenceType(Class<?> raw) {
        super(raw);
    }

    @Override
    Draft writeValue(Object value, Codec codec) {
        return new Draft.Reference(value, raw());
    }

    @Override
    Object readValue(Value value, Codec codec, References references) {
        if (value instanceof Value.Lent || value instanceof Value.Returned) {
            return references.borrow(value, raw());
        }
        throw unexpected(value);
    }
}
