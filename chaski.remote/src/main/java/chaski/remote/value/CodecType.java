package chaski.remote.value;

import chaski.api.codec.Codec;
import chaski.remote.wire.WireValue;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.concurrent.Flow;

/** A type whose values a codec encodes. */
final class CodecType extends ValueType {

    private final CodecCache written;

    CodecType(Type type, Class<?> raw) {
        super(raw);
        this.written = new CodecCache(type);
    }

    @Override
    EncodedValue writeValue(Object value, Codec codec) {
        if (raw() == Object.class && value instanceof Optional<?> content) {
            return write(content.orElse(null), codec);
        }
        if (raw() == Object.class && value instanceof Flow.Publisher<?> publisher) {
            return new EncodedValue.PublisherReference(new PublisherSource(publisher, this));
        }
        Contract only = raw() == Object.class ? TypeClassifier.implicitContract(value) : null;
        if (only != null) {
            return new EncodedValue.ObjectReference(value, only);
        }
        return new EncodedValue.Ready(new WireValue.Written(written.encode(value, codec)));
    }

    @Override
    Object readValue(WireValue value, Codec codec, References references) {
        if (value instanceof WireValue.Written v) {
            return written.decode(v.bytes(), codec);
        }
        if (raw() == Object.class) {
            if (value instanceof WireValue.Published) {
                return references.subscribable(value, ValueTypeFactory.publisherOf(this));
            }
            return references.borrow(value);
        }
        throw unexpected(value);
    }
}
