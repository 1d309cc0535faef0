package chaski.remote.value;

import chaski.api.codec.Codec;
import chaski.remote.wire.Value;
import java.util.concurrent.Flow;

/** A publisher: it stays where it is, and its items travel as a stream when somebody subscribes. */
final class StreamType extends ValueType {

    private final ValueType items;
    private final Rebuilding rebuilding;

    StreamType(ValueType items, Rebuilding rebuilding) {
        super(Flow.Publisher.class);
        this.items = items;
        this.rebuilding = rebuilding;
    }

    @Override
    Draft writeValue(Object value, Codec codec) {
        return new Draft.Published(new Source((Flow.Publisher<?>) value, items));
    }

    @Override
    Object readValue(Value value, Codec codec, References references) {
        if (value instanceof Value.Published || value instanceof Value.Returned) {
            return references.subscribable(value, items, rebuilding);
        }
        throw unexpected(value);
    }
}
