package chaski.remote.value;

import chaski.api.codec.Codec;
import chaski.remote.wire.Value;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.concurrent.Flow;

/** A type whose values a codec writes. */
final class CodecType extends ValueType {

    private final Written written;

    CodecType(Type type, Class<?> raw) {
        super(raw);
        this.written = new Written(type);
    }

    @Override
    Draft writeValue(Object value, Codec codec) {
        if (raw() == Object.class && value instanceof Optional<?> content) {
            return write(content.orElse(null), codec);
        }
        if (raw() == Object.class && value instanceof Flow.Publisher<?> publisher) {
            return new Draft.Published(new Source(publisher, this));
        }
        Contract only = raw() == Object.class ? Kinds.onlyUse(value) : null;
        if (only != null) {
            return new Draft.Reference(value, only);
        }
        return new Draft.Ready(new Value.Written(written.encode(value, codec)));
    }

    @Override
    Object readValue(Value value, Codec codec, References references) {
        if (value instanceof Value.Written v) {
            return written.decode(v.bytes(), codec);
        }
        if (raw() == Object.class) {
            if (value instanceof Value.Published) {
                return references.subscribable(value, this, Rebuilding.OF_UNDECLARED);
            }
            return references.borrow(value);
        }
        throw unexpected(value);
    }
}
