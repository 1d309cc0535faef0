package chaski.remote.value;

import chaski.api.CodecException;
import chaski.remote.wire.Value;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Where nothing travels by reference. */
enum NoReferences implements References {
    INSTANCE;

    @Override
    public Value lend(Object object, Contract contract) {
        throw new CodecException(
                "expected a value, got an object of " + contract + ", which would travel by reference");
    }

    @Override
    public Value publish(Source source) {
        throw new CodecException("expected a value, got a publisher, which would travel by reference");
    }

    @Override
    public Flow.Publisher<?> subscribable(Value value, ValueType items, Rebuilding rebuilding) {
        throw new CodecException("expected a value, got a publisher");
    }

    @Override
    public void discard(Value value) {}

    @Override
    public @Nullable Source source(long number) {
        return null;
    }

    @Override
    public void takeBack(Value value) {}

    @Override
    public Object borrow(Value value, Contract contract) {
        throw new CodecException("expected a value of " + contract + ", got a reference");
    }

    @Override
    public @Nullable Lent lent(long number) {
        return null;
    }
}
