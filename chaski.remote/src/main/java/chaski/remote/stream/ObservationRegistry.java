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
 * Who follows which attributes of this node's objects. Somebody looks at an attribute when it may have changed: a call was served, its owner
 * says so, or a second has passed. Thread-safe.
 */
public final class ObservationRegistry {

    /** Rarely enough to cost nothing, often enough for people who watch. */
    private static final long POLL_INTERVAL_NS = 1_000_000_000L;

    private final Environment environment;
    /** By numbers, so that they are told in order. */
    private final Map<Long, AttributeObservation> all = new ConcurrentSkipListMap<>();

    private final AtomicLong numbers = new AtomicLong();
    private final AtomicBoolean pollScheduled = new AtomicBoolean();

    /**
     * Nobody observes yet.
     *
     * @param environment time and threads
     */
    public ObservationRegistry(Environment environment) {
        this.environment = environment;
    }

    /** Looks at an attribute. */
    @FunctionalInterface
    public interface AttributeReader {

        /**
         * Reads its value now.
         *
         * @return the value
         * @throws Throwable what the getter throws
         */
        @Nullable
        Object value() throws Throwable;
    }

    /**
     * An attribute that can be followed.
     *
     * @param of the export or lent object it belongs to
     * @param way its name, after those of the attributes that lead to it
     * @param look reads it
     * @param type how its values travel
     * @param codec writes them
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
     * Makes a publisher of an attribute's values, as drafts.
     *
     * @param observed the attribute
     * @return a publisher whose subscribers are told the present value and changes
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
     * Attributes may have changed.
     *
     * @param of the export or lent object they belong to
     * @param names which; any, if there are none
     */
    public void changed(Object of, List<String> names) {
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
