package chaski.remote.reference;

import chaski.api.CodecException;
import chaski.remote.value.Contract;
import chaski.remote.value.Rebuilding;
import chaski.remote.value.References;
import chaski.remote.value.Source;
import chaski.remote.value.ValueType;
import chaski.remote.wire.Value;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * References within this node: what is received is the object itself, with all it can do; but publishers give their items as they would to
 * a peer. Thread-safe.
 */
public final class OwnReferences implements References {

    private final AtomicLong numbers;
    private final Subscribing subscribing;
    private final Map<Long, Object> onTheirWay = new ConcurrentHashMap<>();

    /** Makes what stands for a publisher of this node. */
    @FunctionalInterface
    public interface Subscribing {

        /**
         * Makes a publisher.
         *
         * @param source the publisher that is meant
         * @param items how its items are read
         * @param rebuilding builds what it fails with
         * @return a publisher that gives them as a peer would get them
         */
        Flow.Publisher<?> of(Source source, ValueType items, Rebuilding rebuilding);
    }

    /**
     * Nothing is on its way.
     *
     * @param numbers gives out numbers
     * @param subscribing makes publishers whose items travel as they do between nodes
     */
    public OwnReferences(AtomicLong numbers, Subscribing subscribing) {
        this.numbers = numbers;
        this.subscribing = subscribing;
    }

    @Override
    public Value lend(Object object, Contract contract) {
        long number = numbers.incrementAndGet();
        onTheirWay.put(number, object);
        return new Value.Lent(number);
    }

    @Override
    public Value publish(Source source) {
        long number = numbers.incrementAndGet();
        onTheirWay.put(number, source);
        return new Value.Published(number);
    }

    @Override
    public void takeBack(Value value) {
        if (value instanceof Value.Lent lent) {
            onTheirWay.remove(lent.number());
        } else if (value instanceof Value.Published published) {
            onTheirWay.remove(published.number());
        }
    }

    @Override
    public void discard(Value value) {
        takeBack(value);
    }

    @Override
    public Flow.Publisher<?> subscribable(Value value, ValueType items, Rebuilding rebuilding) {
        Source source = value instanceof Value.Published published ? source(published.number()) : null;
        if (source == null) {
            throw new CodecException("expected a publisher of this node, got another reference");
        }
        return subscribing.of(source, items, rebuilding);
    }

    @Override
    public @Nullable Source source(long number) {
        return onTheirWay.remove(number) instanceof Source source ? source : null;
    }

    @Override
    public Object borrow(Value value, Contract contract) {
        Object object = value instanceof Value.Lent lent ? onTheirWay.remove(lent.number()) : null;
        if (object == null || !contract.raw().isInstance(object)) {
            throw new CodecException("expected a reference to an object of " + contract);
        }
        return object;
    }

    @Override
    public Object borrow(Value value) {
        return borrow(value, Contract.NONE);
    }

    @Override
    public @Nullable Lent lent(long number) {
        return null;
    }
}
