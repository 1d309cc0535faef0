package chaski.node.configuration;

import chaski.api.ConfigurationException;
import chaski.api.node.NodeConfig;
import java.util.List;
import java.util.Map;

/** Reads the properties of a configuration. */
public final class NodeProperties {

    /** Prefixes of keys that frameworks and their tools add; no key of a node begins with one. */
    private static final List<String> FRAMEWORK_PREFIXES =
            List.of("service.", "component.", "osgi.", "felix.", "org.", "configurator", ".", ":");

    private NodeProperties() {}

    /**
     * Reads a configuration.
     *
     * @param properties as Configuration Admin or the component runtime delivers them
     * @return the configuration, with defaults for absent keys
     * @throws ConfigurationException if a key is unknown or a value is invalid, where the message names the nearest valid
     *     one, or if values contradict each other
     */
    public static NodeConfig read(Map<String, ?> properties) {
        properties.keySet().forEach(NodeProperties::check);
        ConfigDraft draft = new ConfigDraft(NodeConfig.DEFAULT);
        ConfigKeys.all().values().forEach(key -> key.read(properties.get(key.name()), draft));
        NodeConfig config = draft.toConfig();
        SecurityRules.check(config, properties.get(ConfigKeys.MODE.name()));
        return config;
    }

    private static void check(String key) {
        if (!ConfigKeys.all().containsKey(key) && FRAMEWORK_PREFIXES.stream().noneMatch(key::startsWith)) {
            throw new ConfigurationException("unknown key '" + key + "'; the nearest is '"
                    + SimilarKeys.to(key, ConfigKeys.all().keySet()) + "'");
        }
    }
}
