package chaski.api.remote;

import java.util.Set;

/**
 * What an export offers beyond the methods of its type.
 *
 * @param attributes names of bean properties, record components and public fields of the object that may be read, and written where they
 *     can be, though the type does not tell of them; default none
 * @param open names of attributes that one may go through with {@link RemoteObject#at}, to the methods and attributes of the
 *     attribute's declared type; default none
 */
public record ExportOptions(Set<String> attributes, Set<String> open) {

    /** Only what the type tells of. */
    public static final ExportOptions DEFAULT = new ExportOptions(Set.of(), Set.of());

    /** Copies the sets. */
    public ExportOptions {
        attributes = Set.copyOf(attributes);
        open = Set.copyOf(open);
    }

    /**
     * Returns a copy with other attributes.
     *
     * @param names what may be read and written besides
     * @return the copy
     */
    public ExportOptions attributes(String... names) {
        return new ExportOptions(Set.of(names), open);
    }

    /**
     * Returns a copy with other open attributes.
     *
     * @param names what one may go through
     * @return the copy
     */
    public ExportOptions open(String... names) {
        return new ExportOptions(attributes, Set.of(names));
    }
}
