package chaski.remote.value;

import chaski.api.codec.Codec;
import chaski.remote.wire.WireValue;
import java.lang.reflect.Type;

/** An interface whose objects are passed by reference. */
final class ReferenceType extends ValueType {

    private final Contract contract;

    ReferenceType(Type type) {
        super(TypeResolver.raw(type));
        this.contract = new Contract(type);
    }

    @Override
    EncodedValue writeValue(Object value, Codec codec) {
        return new EncodedValue.ObjectReference(value, contract);
    }

    @Override
    Object readValue(WireValue value, Codec codec, References references) {
        if (value instanceof WireValue.Lent || value instanceof WireValue.Returned) {
            return references.borrow(value, contract);
        }
        throw unexpected(value);
    }
}
