package chaski.remote.wire;

import java.util.List;
import java.util.Optional;

/**
 * What a method threw, outermost first; or why the result of a method that ran cannot be sent.
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

    /**
     * What a method threw.
     *
     * @param chain it and its causes
     */
    public RemoteFailure(List<Thrown> chain) {
        this(false, chain);
    }

    /** {@return the first link by its types and message, to be sent where the whole is too long} */
    public RemoteFailure shortened() {
        Thrown first = chain.get(0);
        return new RemoteFailure(
                ofResult, List.of(new Thrown(first.types(), first.message(), List.of(), Optional.empty())));
    }

    /**
     * One link.
     *
     * @param types the names of its class and of the classes above, up to {@code Throwable} exclusively
     * @param message what it says
     * @param frames its stack, innermost first
     * @param fields what it says besides; empty when there is something that could not be written
     * @param suppressed what it suppressed; at most {@link #MAX_SUPPRESSED}
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
         * A link that suppressed nothing.
         *
         * @param types the names of its class and of the classes above
         * @param message what it says
         * @param frames its stack
         * @param fields what it says besides
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
     * A field that a class adds to those of the JDK.
     *
     * @param type which of the types declares it, from 0
     * @param name its name
     * @param value its value, written or nothing
     */
    public record Field(int type, String name, WireValue value) {}
}
