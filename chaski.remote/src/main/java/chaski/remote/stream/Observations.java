package chaski.remote.stream;

import chaski.api.codec.Codec;
import chaski.api.protocol.Environment;
import chaski.remote.value.Draft;
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
public final class Observations {

    /** Rarely enough to cost nothing, often enough for people who watch. */
    private static final long LOOK_EVERY_NS = 1_000_000_000L;

    private final Environment environment;
    /** By numbers, so that they are told in order. */
    private final Map<Long, Observation> all = new ConcurrentSkipListMap<>();

    private final AtomicLong numbers = new AtomicLong();
    private final AtomicBoolean looking = new AtomicBoolean();

    /**
     * Nobody observes yet.
     *
     * @param environment time and threads
     */
    public Observations(Environment environment) {
        this.environment = environment;
    }

    /** Looks at an attribute. */
    @FunctionalInterface
    public interface Look {

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
    public record Observed(Object of, String way, Look look, ValueType type, Codec codec) {

        Draft draft() throws Throwable {
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
    public Flow.Publisher<Draft> of(Observed observed) {
        return subscriber -> {
            long number = numbers.incrementAndGet();
            Observation observation = new Observation(
                    environment, observed, () -> all.remove(number), Objects.requireNonNull(subscriber));
            all.put(number, observation);
            subscriber.onSubscribe(observation);
            lookLater();
        };
    }

    /**
     * Attributes may have changed.
     *
     * @param of the export or lent object they belong to
     * @param names which; any, if there are none
     */
    public void changed(Object of, List<String> names) {
        for (Observation observation : all.values()) {
            if (observation.observed().of() == of && observation.observed().isAt(names)) {
                observation.look();
            }
        }
    }

    private void lookLater() {
        if (looking.compareAndSet(false, true)) {
            environment.schedule(LOOK_EVERY_NS, () -> {
                looking.set(false);
                if (!all.isEmpty()) {
                    all.values().forEach(Observation::look);
                    lookLater();
                }
            });
        }
    }
}
