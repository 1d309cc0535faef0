package chaski.node.configuration;

import chaski.api.node.NodeConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A {@link NodeConfig} whose values change one by one. Each part of it is completed before it becomes part of the configuration,
 * because values that bound each other are checked then.
 */
final class ConfigDraft {

    private final NodeConfig base;
    private final Map<ConfigSection<?>, Object> changed = new LinkedHashMap<>();

    ConfigDraft(NodeConfig base) {
        this.base = base;
    }

    @SuppressWarnings("unchecked") // put there as the part of this section
    <P> void change(ConfigSection<P> section, UnaryOperator<P> change) {
        P part = (P) changed.computeIfAbsent(section, s -> section.part(base));
        changed.put(section, change.apply(part));
    }

    /**
     * Makes the configuration.
     *
     * @throws chaski.api.ConfigurationException if values contradict each other
     */
    NodeConfig toConfig() {
        NodeConfig config = base;
        for (Map.Entry<ConfigSection<?>, Object> entry : changed.entrySet()) {
            config = put(entry.getKey(), entry.getValue(), config);
        }
        return config;
    }

    @SuppressWarnings("unchecked") // put there as the part of this section
    private <P> NodeConfig put(ConfigSection<P> section, Object part, NodeConfig config) {
        return section.put(config, (P) part);
    }
}
