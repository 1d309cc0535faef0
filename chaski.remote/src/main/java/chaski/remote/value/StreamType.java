package chaski.remote.value;

import chaski.api.codec.Codec;
import chaski.remote.wire.WireValue;
import java.util.concurrent.Flow;

/** A publisher: it is passed by reference, and its items are sent as a stream to each subscriber. */
final class StreamType extends ValueType {

    private final ValueType items;
    private final ExceptionDecoder exceptions;

    StreamType(ValueType items, ExceptionDecoder exceptions) {
        super(Flow.Publisher.class);
        this.items = items;
        this.exceptions = exceptions;
    }

    @Override
    EncodedValue writeValue(Object value, Codec codec) {
        return new EncodedValue.Published(new PublisherSource((Flow.Publisher<?>) value, items));
    }

    @Override
    Object readValue(WireValue value, Codec codec, References references) {
        if (value instanceof WireValue.Published || value instanceof WireValue.Returned) {
            return references.subscribable(value, items, exceptions);
        }
        throw unexpected(value);
    }
}
