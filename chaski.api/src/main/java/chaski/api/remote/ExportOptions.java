package chaski.api.remote;

import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an export offers beyond the methods of its type. Start from {@link #DEFAULT}; a method with an argument returns a copy. Immutable.
 *
 * <pre>{@code
 * ExportOptions options = ExportOptions.DEFAULT.attributes("speed", "history").open("history");
 * }</pre>
 */
public final class ExportOptions {

    /** Only what the type declares. */
    public static final ExportOptions DEFAULT = new ExportOptions(Set.of(), Set.of());

    private final Set<String> attributes;
    private final Set<String> open;

    private ExportOptions(Set<String> attributes, Set<String> open) {
        this.attributes = attributes;
        this.open = open;
    }

    /**
     * {@return names of bean properties, record components and public fields of the object that can be read, and written where they are
     * writable, although the type does not declare them; default none}
     */
    public Set<String> attributes() {
        return attributes;
    }

    /**
     * {@return names of attributes that {@link RemoteObject#at} may go through, to the methods and attributes of the attribute's declared
     * type; default none}
     */
    public Set<String> open() {
        return open;
    }

    /**
     * Returns a copy with other attributes.
     *
     * @param name what can be read and written in addition
     * @param others further ones
     * @return the copy
     */
    public ExportOptions attributes(String name, String... others) {
        return new ExportOptions(set(name, others), open);
    }

    /**
     * Returns a copy with other open attributes.
     *
     * @param name an attribute that paths may go through
     * @param others further ones
     * @return the copy
     */
    public ExportOptions open(String name, String... others) {
        return new ExportOptions(attributes, set(name, others));
    }

    private static Set<String> set(String name, String... others) {
        return Stream.concat(Stream.of(name), Stream.of(others)).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ExportOptions that && attributes.equals(that.attributes) && open.equals(that.open);
    }

    @Override
    public int hashCode() {
        return Objects.hash(attributes, open);
    }

    @Override
    public String toString() {
        return "ExportOptions[attributes=" + attributes + ", open=" + open + "]";
    }
}
