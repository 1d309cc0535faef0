package chaski.remote.wire;

import java.util.List;
import java.util.Optional;

/**
 * The exception that a method threw, outermost first; or the reason why the result of a method cannot be sent.
 *
 * @param ofResult true if the method returned
 * @param chain it and its causes; 1 to {@link #MAX_CHAIN}
 */
public record RemoteFailure(boolean ofResult, List<Thrown> chain) {

    /** The most links of a chain. */
    public static final int MAX_CHAIN = 8;

    /** The most names of types in one link. */
    public static final int MAX_TYPES = 16;

    /** The most frames in one link. */
    public static final int MAX_FRAMES = 64;

    /** The most suppressed exceptions in one link. */
    public static final int MAX_SUPPRESSED = 8;

    /** The most levels of suppressed exceptions below each other. */
    public static final int MAX_DEPTH = 3;

    /** The most fields in one link. */
    public static final int MAX_FIELDS = 32;

    /** Copies the list. */
    public RemoteFailure {
        chain = List.copyOf(chain);
    }

    /** The exception that a method threw.
     *
     * @param chain it and its causes
     */
    public RemoteFailure(List<Thrown> chain) {
        this(false, chain);
    }

    /** {@return the first link with its types and message only, for failures that are too long} */
    public RemoteFailure shortened() {
        Thrown first = chain.get(0);
        return new RemoteFailure(
                ofResult, List.of(new Thrown(first.types(), first.message(), List.of(), Optional.empty())));
    }

    /**
     * One link.
     *
     * @param types the names of its class and of the classes above, up to {@code Throwable} exclusively
     * @param message its message
     * @param frames its stack, innermost first
     * @param fields its own fields; empty if one could not be encoded
     * @param suppressed its suppressed exceptions; at most {@link #MAX_SUPPRESSED}
     */
    public record Thrown(
            List<String> types,
            Optional<String> message,
            List<StackTraceElement> frames,
            Optional<List<Field>> fields,
            List<RemoteFailure> suppressed) {

        /** Copies the lists. */
        public Thrown {
            types = List.copyOf(types);
            frames = List.copyOf(frames);
            fields = fields.map(List::copyOf);
            suppressed = List.copyOf(suppressed);
        }

        /**
         * A link without suppressed exceptions.
         *
         * @param types the names of its class and of the classes above
         * @param message its message
         * @param frames its stack
         * @param fields its own fields
         */
        public Thrown(
                List<String> types,
                Optional<String> message,
                List<StackTraceElement> frames,
                Optional<List<Field>> fields) {
            this(types, message, frames, fields, List.of());
        }
    }

    /**
     * A field that a class declares in addition to those of the JDK.
     *
     * @param type which of the types declares it, from 0
     * @param name its name
     * @param value its value, encoded or null
     */
    public record Field(int type, String name, WireValue value) {}
}
