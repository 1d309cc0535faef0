package chaski.node.configuration;

import chaski.api.node.NodeConfig;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A part of a {@link NodeConfig} that has keys, such as its limits. {@link #live} and {@link #fixed} declare a key by the accessor
 * and the copy method of its property. The default is that of the interface.
 *
 * @param <P> the part
 */
final class ConfigSection<P> {

    private final Function<NodeConfig, P> part;
    private final BiFunction<NodeConfig, P, NodeConfig> put;

    /**
     * Creates a section.
     *
     * @param part finds the part
     * @param put returns a configuration with another part
     */
    ConfigSection(Function<NodeConfig, P> part, BiFunction<NodeConfig, P, NodeConfig> put) {
        this.part = part;
        this.put = put;
    }

    P part(NodeConfig config) {
        return part.apply(config);
    }

    NodeConfig put(NodeConfig config, P changed) {
        return put.apply(config, changed);
    }

    /** A key that can change while the node runs. */
    <T> ConfigKey<T> live(String name, ConfigType<T> type, Function<P, T> accessor, BiFunction<P, T, P> copy) {
        return key(name, type, true, accessor, copy);
    }

    /** A key whose change waits for the next start of the node. */
    <T> ConfigKey<T> fixed(String name, ConfigType<T> type, Function<P, T> accessor, BiFunction<P, T, P> copy) {
        return key(name, type, false, accessor, copy);
    }

    private <T> ConfigKey<T> key(
            String name, ConfigType<T> type, boolean live, Function<P, T> accessor, BiFunction<P, T, P> copy) {
        return new ConfigKey<>(
                name,
                type,
                accessor.apply(part(NodeConfig.DEFAULT)),
                config -> accessor.apply(part(config)),
                (draft, value) -> draft.change(this, part -> copy.apply(part, value)),
                live,
                ConfigKey.Notes.NONE);
    }
}
