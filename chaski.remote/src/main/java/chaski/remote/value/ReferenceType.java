package chaski.remote.value;

import chaski.api.codec.Codec;
import chaski.remote.wire.Value;
import java.lang.reflect.Type;

/** An interface whose objects stay where they are. */
final class ReferenceType extends ValueType {

    private final Contract contract;

    ReferenceType(Type type) {
        super(Generics.raw(type));
        this.contract = new Contract(type);
    }

    @Override
    Draft writeValue(Object value, Codec codec) {
        return new Draft.Reference(value, contract);
    }

    @Override
    Object readValue(Value value, Codec codec, References references) {
        if (value instanceof Value.Lent || value instanceof Value.Returned) {
            return references.borrow(value, contract);
        }
        throw unexpected(value);
    }
}
