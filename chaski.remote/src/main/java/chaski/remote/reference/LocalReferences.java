package chaski.remote.reference;

import chaski.api.CodecException;
import chaski.remote.value.Contract;
import chaski.remote.value.PublisherSource;
import chaski.remote.value.References;
import chaski.remote.value.StreamDecoder;
import chaski.remote.wire.WireValue;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * References within this node. The receiver gets the object itself, but publishers emit their items as they would to a peer. Thread-safe.
 */
public final class LocalReferences implements References {

    private final AtomicLong numbers;
    private final Subscribing subscribing;
    private final Map<Long, Object> inTransit = new ConcurrentHashMap<>();

    /** Makes proxies for publishers of this node. */
    @FunctionalInterface
    public interface Subscribing {

        /**
         * Makes a publisher.
         *
         * @param source the publisher
         * @param decoder decodes its items and its failure
         * @return a publisher that emits them as a peer would receive them
         */
        Flow.Publisher<?> of(PublisherSource source, StreamDecoder decoder);
    }

    /**
     * Creates an empty table.
     *
     * @param numbers assigns numbers
     * @param subscribing makes publishers whose items are encoded as they are between nodes
     */
    public LocalReferences(AtomicLong numbers, Subscribing subscribing) {
        this.numbers = numbers;
        this.subscribing = subscribing;
    }

    @Override
    public WireValue lend(Object object, Contract contract) {
        long number = numbers.incrementAndGet();
        inTransit.put(number, object);
        return new WireValue.Lent(number);
    }

    @Override
    public WireValue publish(PublisherSource source) {
        long number = numbers.incrementAndGet();
        inTransit.put(number, source);
        return new WireValue.Published(number);
    }

    @Override
    public void retract(WireValue value) {
        if (value instanceof WireValue.Lent lent) {
            inTransit.remove(lent.number());
        } else if (value instanceof WireValue.Published published) {
            inTransit.remove(published.number());
        }
    }

    @Override
    public void discard(WireValue value) {
        retract(value);
    }

    @Override
    public Flow.Publisher<?> subscribable(WireValue value, StreamDecoder decoder) {
        PublisherSource source = value instanceof WireValue.Published published ? source(published.number()) : null;
        if (source == null) {
            throw new CodecException("expected a publisher of this node, got another reference");
        }
        return subscribing.of(source, decoder);
    }

    @Override
    public @Nullable PublisherSource source(long number) {
        return inTransit.remove(number) instanceof PublisherSource source ? source : null;
    }

    @Override
    public Object borrow(WireValue value, Contract contract) {
        Object object = value instanceof WireValue.Lent lent ? inTransit.remove(lent.number()) : null;
        if (object == null || !contract.raw().isInstance(object)) {
            throw new CodecException("expected a reference to an object of " + contract);
        }
        return object;
    }

    @Override
    public Object borrow(WireValue value) {
        return borrow(value, Contract.NONE);
    }

    @Override
    public @Nullable LentObject lent(long number) {
        return null;
    }
}
