package chaski.remote.stream;

import chaski.api.codec.Codec;
import chaski.api.protocol.Environment;
import chaski.remote.value.EncodedValue;
import chaski.remote.value.ValueType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The observers of attributes of this node's objects. An attribute is read when it may have changed: after a call of its object, when
 * its owner reports a change, and once a second. Thread-safe.
 */
public final class ObservationRegistry {

    /** Rare enough to be cheap, frequent enough for human observers. */
    private static final long POLL_INTERVAL_NS = 1_000_000_000L;

    private final Environment environment;
    /** By number, so that they are notified in order. */
    private final Map<Long, AttributeObservation> all = new ConcurrentSkipListMap<>();

    private final AtomicLong numbers = new AtomicLong();
    private final AtomicBoolean pollScheduled = new AtomicBoolean();

    /**
     * Creates a registry without observers.
     *
     * @param environment time and threads
     */
    public ObservationRegistry(Environment environment) {
        this.environment = environment;
    }

    /** Reads an attribute. */
    @FunctionalInterface
    public interface AttributeReader {

        /**
         * Reads its present value.
         *
         * @return the value
         * @throws Throwable as the getter does
         */
        @Nullable
        Object value() throws Throwable;
    }

    /**
     * An attribute that can be observed.
     *
     * @param of the export or lent object it belongs to
     * @param way its name, after the names of the attributes that lead to it
     * @param look reads it
     * @param type how its values are encoded
     * @param codec encodes them
     */
    public record ObservedAttribute(Object of, String way, AttributeReader look, ValueType type, Codec codec) {

        EncodedValue encoded() throws Throwable {
            return type.write(look.value(), codec);
        }

        boolean isAt(List<String> names) {
            return names.isEmpty() || names.stream().anyMatch(name -> way.equals(name) || way.startsWith(name + "."));
        }
    }

    /**
     * Makes a publisher of the encoded values of an attribute.
     *
     * @param observed the attribute
     * @return a publisher that emits the present value and later ones
     */
    public Flow.Publisher<EncodedValue> publisher(ObservedAttribute observed) {
        return subscriber -> {
            long number = numbers.incrementAndGet();
            AttributeObservation observation = new AttributeObservation(
                    environment, observed, () -> all.remove(number), Objects.requireNonNull(subscriber));
            all.put(number, observation);
            subscriber.onSubscribe(observation);
            schedulePoll();
        };
    }

    /**
     * Marks attributes as possibly changed.
     *
     * @param of the export or lent object they belong to
     * @param names the names of the attributes; empty for all
     */
    public void changed(Object of, List<String> names) {
        if (all.isEmpty()) {
            return; // after nearly every call
        }
        for (AttributeObservation observation : all.values()) {
            if (observation.observed().of() == of && observation.observed().isAt(names)) {
                observation.markChanged();
            }
        }
    }

    private void schedulePoll() {
        if (pollScheduled.compareAndSet(false, true)) {
            environment.schedule(POLL_INTERVAL_NS, () -> {
                pollScheduled.set(false);
                if (!all.isEmpty()) {
                    all.values().forEach(AttributeObservation::markChanged);
                    schedulePoll();
                }
            });
        }
    }
}
