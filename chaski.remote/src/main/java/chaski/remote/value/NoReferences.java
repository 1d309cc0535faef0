package chaski.remote.value;

import chaski.api.CodecException;
import chaski.remote.wire.WireValue;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** References for values that must not contain any. */
enum NoReferences implements References {
    INSTANCE;

    @Override
    public WireValue lend(Object object, Contract contract) {
        throw new CodecException(
                "expected a value, got an object of " + contract + ", which would be passed by reference");
    }

    @Override
    public WireValue publish(PublisherSource source) {
        throw new CodecException("expected a value, got a publisher, which would be passed by reference");
    }

    @Override
    public Flow.Publisher<?> subscribable(WireValue value, StreamDecoder decoder) {
        throw new CodecException("expected a value, got a publisher");
    }

    @Override
    public void discard(WireValue value) {}

    @Override
    public @Nullable PublisherSource source(long number) {
        return null;
    }

    @Override
    public void retract(WireValue value) {}

    @Override
    public Object borrow(WireValue value, Contract contract) {
        throw new CodecException("expected a value of " + contract + ", got a reference");
    }

    @Override
    public @Nullable LentObject lent(long number) {
        return null;
    }
}
