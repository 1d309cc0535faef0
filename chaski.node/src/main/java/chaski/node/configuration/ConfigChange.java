package chaski.node.configuration;

import chaski.api.node.NodeConfig;
import java.util.List;

/**
 * The effect of a new configuration on a running node.
 *
 * @param before the configuration in effect so far
 * @param effective the configuration in effect from now on
 * @param changed the keys whose value in effect has changed
 * @param kept the keys whose new value waits for the next start of the node
 */
public record ConfigChange(NodeConfig before, NodeConfig effective, List<String> changed, List<String> kept) {

    /** Copies the lists. */
    public ConfigChange {
        changed = List.copyOf(changed);
        kept = List.copyOf(kept);
    }

    /**
     * Compares two configurations.
     *
     * @param now the configuration in effect
     * @param wanted the new configuration
     * @return the change: live keys get their new values, others keep the old ones; never changes an identity
     */
    public static ConfigChange of(NodeConfig now, NodeConfig wanted) {
        ConfigDraft draft = new ConfigDraft(now);
        ConfigKeys.all().values().stream().filter(ConfigKey::live).forEach(key -> key.copy(wanted, draft));
        NodeConfig effective = draft.toConfig();
        return new ConfigChange(now, effective, differing(now, effective), differing(effective, wanted));
    }

    private static List<String> differing(NodeConfig one, NodeConfig other) {
        return ConfigKeys.all().values().stream()
                .filter(key -> !key.makesNewNode())
                .filter(key -> !key.value().apply(one).equals(key.value().apply(other)))
                .map(ConfigKey::name)
                .toList();
    }
}
