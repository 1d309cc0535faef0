package chaski.remote.reference;

import chaski.api.CodecException;
import chaski.api.remote.RemoteObject;
import chaski.remote.value.Contract;
import chaski.remote.value.References;
import chaski.remote.wire.Value;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** References within this node: what is received is the object itself, with all it can do. Thread-safe. */
public final class OwnReferences implements References {

    private final AtomicLong numbers;
    private final Map<Long, Object> onTheirWay = new ConcurrentHashMap<>();

    /**
     * Nothing is on its way.
     *
     * @param numbers gives out numbers
     */
    public OwnReferences(AtomicLong numbers) {
        this.numbers = numbers;
    }

    @Override
    public Value lend(Object object, Contract contract) {
        long number = numbers.incrementAndGet();
        onTheirWay.put(number, object);
        return new Value.Lent(number);
    }

    @Override
    public void takeBack(Value value) {
        if (value instanceof Value.Lent lent) {
            onTheirWay.remove(lent.number());
        }
    }

    @Override
    public Object borrow(Value value, Contract contract) {
        Object object = value instanceof Value.Lent lent ? onTheirWay.remove(lent.number()) : null;
        if (object == null || !contract.raw().isInstance(object)) {
            throw new CodecException("expected a reference to an object of " + contract
                    + (contract.raw() == RemoteObject.class
                            ? "; objects of this node are used by their interface"
                            : ""));
        }
        return object;
    }

    @Override
    public @Nullable Lent lent(long number) {
        return null;
    }
}
