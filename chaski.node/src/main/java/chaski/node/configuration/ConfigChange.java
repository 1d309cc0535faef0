package chaski.node.configuration;

import chaski.api.node.Limits;
import chaski.api.node.NodeConfig;
import chaski.api.node.SessionConfig;
import java.util.List;

/**
 * What becomes of a new configuration while its node runs.
 *
 * @param before what was in effect
 * @param effective what is in effect from now on
 * @param changed the keys that have another value now
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
     * @param now what is in effect
     * @param wanted what is wanted instead
     * @return the change; an identity is never changed by it
     */
    public static ConfigChange of(NodeConfig now, NodeConfig wanted) {
        NodeConfig effective = new NodeConfig(
                now.id(),
                now.name(),
                wanted.listen(),
                wanted.advertise(),
                wanted.join(),
                now.observer(),
                session(now.session(), wanted.session()),
                wanted.heartbeat(),
                wanted.reconnect(),
                wanted.link(),
                now.pairing(),
                limits(now.limits(), wanted.limits()),
                now.services(),
                wanted.deny());
        return new ConfigChange(now, effective, differing(now, effective), differing(effective, wanted));
    }

    private static SessionConfig session(SessionConfig now, SessionConfig wanted) {
        return new SessionConfig(
                wanted.resumeTimeout(),
                wanted.maxStall(),
                now.sendLogBytes(),
                now.totalLogBytes(),
                wanted.drainTimeout());
    }

    private static Limits limits(Limits now, Limits wanted) {
        return new Limits(
                now.peers(),
                wanted.pendingHandshakes(),
                wanted.handshakesPerSecond(),
                wanted.handshakeBurst(),
                wanted.connectionsPerAddress(),
                now.topicsPerPeer(),
                now.topicsPerNode());
    }

    private static List<String> differing(NodeConfig one, NodeConfig other) {
        return ConfigKeys.all().values().stream()
                .filter(key -> !key.name().equals(ConfigKeys.ID))
                .filter(key -> !key.inEffect().apply(one).equals(key.inEffect().apply(other)))
                .map(ConfigKey::name)
                .toList();
    }
}
