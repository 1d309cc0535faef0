package chaski.api;

import java.util.Objects;
import java.util.UUID;

/**
 * The identity of a node: a 128-bit number that stays the same for as long as the user keeps it.
 *
 * <p>Two runs of one node share the id and differ in their incarnation. Ids are ordered as unsigned 128-bit numbers;
 * the engine uses that order to settle ties.
 *
 * @param value the number, as a UUID of any version
 */
public record NodeId(UUID value) implements Comparable<NodeId> {

    /**
     * Rejects null.
     *
     * @param value the number, as a UUID of any version
     */
    public NodeId {
        Objects.requireNonNull(value, "value");
    }

    /**
     * Reads an id in the usual form {@code xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}.
     *
     * @param text the text to read
     * @return the id
     * @throws IllegalArgumentException when the text is not a UUID
     */
    public static NodeId parse(String text) {
        return new NodeId(UUID.fromString(text));
    }

    @Override
    public int compareTo(NodeId other) {
        int high = Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
    }

    /** {@return the first eight digits, enough for a log line} */
    public String shortForm() {
        return value.toString().substring(0, 8);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
