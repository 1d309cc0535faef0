package chaski.api.node;

import chaski.api.ConfigurationException;
import chaski.api.Endpoint;
import chaski.api.NodeId;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that a user can choose about a node. Created by {@link Node.Builder#config}.
 *
 * @param id the identity; drawn at random when absent
 * @param name a name for people, 1 to 256 characters; need not be unique
 * @param listen where to listen; with port 0 any free port is taken
 * @param advertise the endpoints that others receive for dialling, instead of the bound endpoints; empty means the bound ones
 * @param join nodes to dial indefinitely, whether they are up now or later
 * @param observer whether this node only reads: it is not announced, not listed and pairs with no node
 * @param session the buffers and timeouts of sessions
 * @param heartbeat when a silent peer is suspected
 * @param reconnect how a lost peer is dialled again
 * @param link which transport a session uses when several reach the peer
 * @param pairing which nodes are linked
 * @param limits upper bounds on what this node accepts from others
 * @param services configurations of services, by their class; see {@link #service}
 * @param deny the nodes with which this one refuses sessions, at most {@value #MAX_DENIED}; see {@link Node#deny}
 */
public record NodeConfig(
        Optional<NodeId> id,
        String name,
        List<Endpoint> listen,
        List<Endpoint> advertise,
        List<Endpoint> join,
        boolean observer,
        SessionConfig session,
        HeartbeatConfig heartbeat,
        ReconnectConfig reconnect,
        LinkConfig link,
        PairingConfig pairing,
        Limits limits,
        Map<Class<? extends ServiceConfig>, ServiceConfig> services,
        Set<NodeId> deny) {

    /** The most ids that can be denied. */
    public static final int MAX_DENIED = 10_000;

    /** Checks the name and the denied ids, and copies the collections. */
    public NodeConfig {
        if (name.isBlank() || name.length() > 256 || name.chars().anyMatch(Character::isISOControl)) {
            throw new ConfigurationException("name: expected 1 to 256 printable characters, got '" + name + "'");
        }
        listen = List.copyOf(listen);
        advertise = List.copyOf(advertise);
        join = List.copyOf(join);
        services = Map.copyOf(services);
        deny = Collections.unmodifiableSet(new LinkedHashSet<>(deny));
        if (deny.size() > MAX_DENIED) {
            throw new ConfigurationException("deny: expected at most " + MAX_DENIED + " ids, got " + deny.size());
        }
        if (id.filter(deny::contains).isPresent()) {
            throw new ConfigurationException("deny: expected ids of other nodes, got this node's own");
        }
    }

    /**
     * Finds the configuration of a service.
     *
     * @param type the class of the configuration
     * @param standard returned when none was given
     * @return the configuration
     * @param <C> the class of the configuration
     */
    public <C extends ServiceConfig> C service(Class<C> type, C standard) {
        ServiceConfig given = services.get(type);
        return given == null ? standard : type.cast(given);
    }
}
