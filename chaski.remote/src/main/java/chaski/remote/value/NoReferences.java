package chaski.remote.value;

import chaski.api.CodecException;
import chaski.remote.wire.Value;
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
