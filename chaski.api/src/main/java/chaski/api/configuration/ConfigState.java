package chaski.api.configuration;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The values of an immutable configuration, such as {@code chaski.api.node.Limits}. The configuration has a private subclass with
 * one field for each property, which holds its default, and keeps one instance. Its copy methods change a copy of that instance.
 * A new property is a field, an entry of {@link #properties}, an accessor and a copy method.
 *
 * @param <S> the subclass
 */
public abstract class ConfigState<S extends ConfigState<S>> implements Cloneable {

    /** Creates a state with the defaults. */
    protected ConfigState() {}

    /**
     * Returns the properties with their names, by which states are compared and shown.
     *
     * @return all properties, in the order in which they are documented
     */
    protected abstract List<Map.Entry<String, ?>> properties();

    /**
     * Copies this state.
     *
     * @param change changes the copy
     * @return the copy
     */
    public final S changed(Consumer<S> change) {
        S copy = copy();
        change.accept(copy);
        return copy;
    }

    @SuppressWarnings("unchecked") // a clone has the class of its original
    private S copy() {
        try {
            return (S) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof ConfigState<?> that
                && getClass() == that.getClass()
                && properties().equals(that.properties());
    }

    @Override
    public final int hashCode() {
        return properties().hashCode();
    }

    @Override
    public final String toString() {
        return properties().toString();
    }
}
