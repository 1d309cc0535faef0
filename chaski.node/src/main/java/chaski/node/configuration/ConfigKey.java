package chaski.node.configuration;

import chaski.api.node.NodeConfig;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one declaration of a key: how its values are read, its default, whether it can change at run time and where its value is in a
 * {@link NodeConfig}. {@link NodeProperties} and {@link ConfigChange} are derived from it; tests compare the Metatype and the table of
 * {@code docs/OSGI.md} with it.
 *
 * @param <T> the type of its values
 * @param name the name
 * @param type how values are read and written
 * @param defaultValue the value when the key is absent
 * @param value reads the value in effect
 * @param change puts a value into a draft
 * @param live whether a change takes effect while the node runs
 * @param notes what documents add
 */
record ConfigKey<T>(
        String name,
        ConfigType<T> type,
        T defaultValue,
        Function<NodeConfig, T> value,
        BiConsumer<ConfigDraft, T> change,
        boolean live,
        Notes notes) {

    private static final String NEW_NODE = "a change makes a new node";

    /**
     * What documents add to the other components.
     *
     * @param lowerBound the key whose value is a lower bound of this key's
     * @param exclusive whether the value must be above that bound
     * @param defaultNote what the default means
     * @param rangeNote the valid values, where the type does not name them
     * @param liveNote when a change takes effect
     */
    record Notes(
            @Nullable String lowerBound, boolean exclusive, String defaultNote, String rangeNote, String liveNote) {

        static final Notes NONE = new Notes(null, false, "", "", "");
    }

    /** The same for values of at least another key's value. */
    ConfigKey<T> from(ConfigKey<?> bound) {
        return with(new Notes(bound.name, false, notes.defaultNote, notes.rangeNote, notes.liveNote));
    }

    /** The same for values above another key's value. */
    ConfigKey<T> above(ConfigKey<?> bound) {
        return with(new Notes(bound.name, true, notes.defaultNote, notes.rangeNote, notes.liveNote));
    }

    /** The same with a default that the interface computes, and a value that means it. */
    ConfigKey<T> computedDefault(T meaningDefault, String note) {
        return new ConfigKey<>(name, type, meaningDefault, value, change, live, notes).defaultNote(note);
    }

    ConfigKey<T> defaultNote(String note) {
        return with(new Notes(notes.lowerBound, notes.exclusive, note, notes.rangeNote, notes.liveNote));
    }

    ConfigKey<T> rangeNote(String note) {
        return with(new Notes(notes.lowerBound, notes.exclusive, notes.defaultNote, note, notes.liveNote));
    }

    /** The same for a key whose change makes a new node. */
    ConfigKey<T> ofNewNode() {
        return liveNote(NEW_NODE);
    }

    /** {@return true if a change makes a new node, so that a running one never has it} */
    boolean makesNewNode() {
        return notes.liveNote.equals(NEW_NODE);
    }

    ConfigKey<T> liveNote(String note) {
        return with(new Notes(notes.lowerBound, notes.exclusive, notes.defaultNote, notes.rangeNote, note));
    }

    private ConfigKey<T> with(Notes other) {
        return new ConfigKey<>(name, type, defaultValue, value, change, live, other);
    }

    /**
     * Reads the value of a property.
     *
     * @param property as Configuration Admin delivers it, or null if the key is absent
     * @return the value, or the default
     * @throws chaski.api.ConfigurationException if the property is invalid
     */
    T read(@Nullable Object property) {
        return property == null ? defaultValue : type.read(name, property);
    }

    /** Puts the value of a property into a draft. */
    void read(@Nullable Object property, ConfigDraft into) {
        change.accept(into, read(property));
    }

    /** Puts the value in effect in a configuration into a draft. */
    void copy(NodeConfig from, ConfigDraft into) {
        change.accept(into, value.apply(from));
    }

    @Override
    public String toString() {
        return name;
    }
}
