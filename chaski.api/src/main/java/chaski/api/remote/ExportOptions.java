package chaski.api.remote;

import chaski.api.configuration.ConfigState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
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
    public static final ExportOptions DEFAULT = new ExportOptions(new State());

    private final State state;

    private ExportOptions(State state) {
        this.state = state;
    }

    /**
     * {@return names of bean properties, record components and public fields of the object that can be read, and written where they are
     * writable, although the type does not declare them; default none}
     */
    public Set<String> attributes() {
        return state.attributes;
    }

    /**
     * {@return names of attributes that {@link RemoteObject#at} may go through, to the methods and attributes of the attribute's declared
     * type; default none}
     */
    public Set<String> open() {
        return state.open;
    }

    /** {@return further interfaces of the object whose methods can be called; default none} */
    public List<Class<?>> interfaces() {
        return state.interfaces;
    }

    /** {@return what is announced of the export to other nodes, see {@link Exported#properties}; default empty} */
    public Map<String, Object> properties() {
        return state.properties;
    }

    /**
     * Returns a copy with other attributes.
     *
     * @param name what can be read and written in addition
     * @param others further ones
     * @return the copy
     */
    public ExportOptions attributes(String name, String... others) {
        return with(changed -> changed.attributes = set(name, others));
    }

    /**
     * Returns a copy with other open attributes.
     *
     * @param name an attribute that paths may go through
     * @param others further ones
     * @return the copy
     */
    public ExportOptions open(String name, String... others) {
        return with(changed -> changed.open = set(name, others));
    }

    /**
     * Returns a copy with other further interfaces. Of methods with the same name and parameters the first one is called.
     *
     * @param value interfaces that the object implements
     * @return the copy
     */
    public ExportOptions interfaces(List<Class<?>> value) {
        return with(changed -> changed.interfaces = List.copyOf(value));
    }

    /**
     * Returns a copy with other properties.
     *
     * @param value the properties, with values as in {@link ExportProperties}
     * @return the copy
     * @throws chaski.api.ConfigurationException when a value is not supported
     */
    public ExportOptions properties(Map<String, ?> value) {
        return with(changed -> changed.properties = ExportProperties.copyOf(value));
    }

    private static Set<String> set(String name, String... others) {
        return Stream.concat(Stream.of(name), Stream.of(others)).collect(Collectors.toUnmodifiableSet());
    }

    private ExportOptions with(Consumer<State> change) {
        return new ExportOptions(state.changed(change));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ExportOptions that && state.equals(that.state);
    }

    @Override
    public int hashCode() {
        return state.hashCode();
    }

    @Override
    public String toString() {
        return "ExportOptions" + state;
    }

    private static final class State extends ConfigState<State> {

        private Set<String> attributes = Set.of();
        private Set<String> open = Set.of();
        private List<Class<?>> interfaces = List.of();
        private Map<String, Object> properties = Map.of();

        @Override
        protected List<Map.Entry<String, ?>> properties() {
            return List.of(
                    Map.entry("attributes", attributes),
                    Map.entry("open", open),
                    Map.entry("interfaces", interfaces),
                    Map.entry("properties", properties));
        }
    }
}
