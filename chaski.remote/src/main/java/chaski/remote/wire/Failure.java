package chaski.remote.wire;

import java.util.List;
import java.util.Optional;

/**
 * What a method threw, outermost first.
 *
 * @param chain it and its causes; 1 to {@link #MAX_CHAIN}
 */
public record Failure(List<Thrown> chain) {

    /** The most links of a chain. */
    public static final int MAX_CHAIN = 8;

    /** The most names of types in one link. */
    public static final int MAX_TYPES = 16;

    /** The most frames in one link. */
    public static final int MAX_FRAMES = 64;

    /** The most fields in one link. */
    public static final int MAX_FIELDS = 32;

    /** Copies the list. */
    public Failure {
        chain = List.copyOf(chain);
    }

    /**
     * One link.
     *
     * @param types the names of its class and of the classes above, up to {@code Throwable} exclusively
     * @param message what it says
     * @param frames its stack, innermost first
     * @param fields what it says besides; empty when there is something that could not be written
     */
    public record Thrown(
            List<String> types,
            Optional<String> message,
            List<StackTraceElement> frames,
            Optional<List<Field>> fields) {

        /** Copies the lists. */
        public Thrown {
            types = List.copyOf(types);
            frames = List.copyOf(frames);
            fields = fields.map(List::copyOf);
        }
    }

    /**
     * A field that a class adds to those of the JDK.
     *
     * @param type which of the types declares it, from 0
     * @param name its name
     * @param value its value, written or nothing
     */
    public record Field(int type, String name, Value value) {}
}
