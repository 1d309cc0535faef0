package chaski.remote.value;

import chaski.api.codec.Codec;
import chaski.remote.wire.RemoteFailure;
import chaski.remote.wire.WireValue;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A publisher: it is passed by reference, and its items are sent as a stream to each subscriber. */
public final class StreamType extends ValueType implements StreamDecoder {

    private final ValueType items;
    private final ExceptionDecoder exceptions;

    StreamType(ValueType items, ExceptionDecoder exceptions) {
        super(Flow.Publisher.class);
        this.items = items;
        this.exceptions = exceptions;
    }

    @Override
    EncodedValue writeValue(Object value, Codec codec) {
        return new EncodedValue.PublisherReference(new PublisherSource((Flow.Publisher<?>) value, items));
    }

    @Override
    Object readValue(WireValue value, Codec codec, References references) {
        if (value instanceof WireValue.Published || value instanceof WireValue.Returned) {
            return references.subscribable(value, this);
        }
        throw unexpected(value);
    }

    @Override
    public @Nullable Object item(WireValue value, Codec codec, References references) {
        return items.read(value, codec, references);
    }

    @Override
    public Throwable failure(RemoteFailure failure, String where, Codec codec) {
        return exceptions.decode(failure, where, codec);
    }
}
