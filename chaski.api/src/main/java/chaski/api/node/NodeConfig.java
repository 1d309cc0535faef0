package chaski.api.node;

import chaski.api.ConfigurationException;
import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.configuration.ConfigState;
import chaski.api.security.SecurityConfig;
import chaski.api.security.SecurityMode;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a user can choose about a node. A {@link Node.Builder} collects one. Start from {@link #DEFAULT}; a method
 * with an argument returns a copy. Immutable.
 *
 * <p>Values that contradict each other, in one of the parts too, are refused with a {@link ConfigurationException} when they are
 * given.
 */
public final class NodeConfig {

    /** The most ids that can be denied. */
    public static final int MAX_DENIED = 10_000;

    /** The defaults. */
    public static final NodeConfig DEFAULT = new NodeConfig(new State());

    private final State state;

    private NodeConfig(State state) {
        this.state = state;
    }

    /** {@return the id; default: it follows from the identity if there is one, otherwise it is drawn at random at each start} */
    public Optional<NodeId> id() {
        return state.id;
    }

    /** {@return a name for people, which need not be unique; default {@code node}} */
    public String name() {
        return state.name;
    }

    /** {@return where to listen; default nowhere} */
    public List<Endpoint> listen() {
        return state.listen;
    }

    /**
     * {@return the endpoints that others receive for dialling, instead of the bound endpoints; empty, the default, means the
     * bound ones}
     */
    public List<Endpoint> advertise() {
        return state.advertise;
    }

    /** {@return nodes to dial indefinitely, whether they are up now or later; default none} */
    public List<Endpoint> join() {
        return state.join;
    }

    /** {@return true if this node only reads: it is not announced, not listed and pairs with no node; default false} */
    public boolean observer() {
        return state.observer;
    }

    /** {@return the buffers and timeouts of sessions; default {@link SessionConfig#DEFAULT}} */
    public SessionConfig session() {
        return state.session;
    }

    /** {@return when a silent peer is suspected; default {@link HeartbeatConfig#DEFAULT}} */
    public HeartbeatConfig heartbeat() {
        return state.heartbeat;
    }

    /** {@return how a lost peer is dialled again; default {@link ReconnectConfig#DEFAULT}} */
    public ReconnectConfig reconnect() {
        return state.reconnect;
    }

    /** {@return which transport a session uses when several reach the peer; default {@link LinkConfig#DEFAULT}} */
    public LinkConfig link() {
        return state.link;
    }

    /** {@return which nodes are linked; default {@link PairingConfig#DEFAULT}} */
    public PairingConfig pairing() {
        return state.pairing;
    }

    /** {@return upper bounds on what this node accepts from others; default {@link Limits#DEFAULT}} */
    public Limits limits() {
        return state.limits;
    }

    /** {@return configurations of services, by their class; default none} See {@link #service}. */
    public Map<Class<? extends ServiceConfig>, ServiceConfig> services() {
        return state.services;
    }

    /** {@return which nodes this one trusts, and its own identity; default {@link SecurityConfig#DEFAULT}} */
    public SecurityConfig security() {
        return state.security;
    }

    /** {@return the nodes with which this one refuses sessions; default none} See {@link Node#deny}. */
    public Set<NodeId> deny() {
        return state.deny;
    }

    /**
     * Returns a copy with an id.
     *
     * @param value the id
     * @return the copy
     * @throws ConfigurationException if the node has an identity, from which its id follows
     */
    public NodeConfig id(NodeId value) {
        return with(changed -> {
            changed.id = Optional.of(value);
            withoutOwn(changed.deny, changed.id);
            withoutId(changed.security, changed.id);
        });
    }

    /**
     * Returns a copy with another name.
     *
     * @param value 1 to 256 printable characters
     * @return the copy
     */
    public NodeConfig name(String value) {
        return with(changed -> changed.name = printable(value));
    }

    /**
     * Returns a copy with other endpoints to listen on.
     *
     * @param value the endpoints; with port 0 any free port is taken
     * @return the copy
     */
    public NodeConfig listen(List<Endpoint> value) {
        return with(changed -> changed.listen = List.copyOf(value));
    }

    /**
     * Returns a copy with other advertised endpoints.
     *
     * @param value the endpoints; empty means the bound ones
     * @return the copy
     */
    public NodeConfig advertise(List<Endpoint> value) {
        return with(changed -> changed.advertise = List.copyOf(value));
    }

    /**
     * Returns a copy with other nodes to join.
     *
     * @param value their endpoints
     * @return the copy
     */
    public NodeConfig join(List<Endpoint> value) {
        return with(changed -> changed.join = List.copyOf(value));
    }

    /**
     * Returns a copy for an observer, or for a full member.
     *
     * @param value true for an observer
     * @return the copy
     */
    public NodeConfig observer(boolean value) {
        return with(changed -> changed.observer = value);
    }

    /**
     * Returns a copy with other buffers and timeouts of sessions.
     *
     * @param value the configuration
     * @return the copy
     */
    public NodeConfig session(SessionConfig value) {
        return with(changed -> changed.session = valid(value, SessionConfig::validate));
    }

    /**
     * Returns a copy with other heartbeats.
     *
     * @param value the configuration
     * @return the copy
     */
    public NodeConfig heartbeat(HeartbeatConfig value) {
        return with(changed -> changed.heartbeat = valid(value, HeartbeatConfig::validate));
    }

    /**
     * Returns a copy with another way to dial.
     *
     * @param value the configuration
     * @return the copy
     */
    public NodeConfig reconnect(ReconnectConfig value) {
        return with(changed -> changed.reconnect = valid(value, ReconnectConfig::validate));
    }

    /**
     * Returns a copy with another choice of transports.
     *
     * @param value the configuration
     * @return the copy
     */
    public NodeConfig link(LinkConfig value) {
        return with(changed -> changed.link = Objects.requireNonNull(value));
    }

    /**
     * Returns a copy with other rules for pairing.
     *
     * @param value the configuration
     * @return the copy
     */
    public NodeConfig pairing(PairingConfig value) {
        return with(changed -> changed.pairing = Objects.requireNonNull(value));
    }

    /**
     * Returns a copy with other limits.
     *
     * @param value the limits
     * @return the copy
     */
    public NodeConfig limits(Limits value) {
        return with(changed -> changed.limits = valid(value, Limits::validate));
    }

    /**
     * Returns a copy with another trust.
     *
     * @param value the configuration
     * @return the copy
     * @throws ConfigurationException if it has an identity and this configuration has an id
     */
    public NodeConfig security(SecurityConfig value) {
        return with(changed -> changed.security = withoutId(value, changed.id));
    }

    /**
     * Returns a copy with other denied nodes.
     *
     * @param value at most {@value #MAX_DENIED} ids of other nodes
     * @return the copy
     */
    public NodeConfig deny(Set<NodeId> value) {
        return with(changed ->
                changed.deny = withoutOwn(Collections.unmodifiableSet(new LinkedHashSet<>(value)), changed.id));
    }

    /**
     * Returns a copy with the configuration of a service.
     *
     * @param value the configuration; replaces one of the same class
     * @return the copy
     */
    public NodeConfig configure(ServiceConfig value) {
        value.validate();
        Map<Class<? extends ServiceConfig>, ServiceConfig> services = new HashMap<>(services());
        services.put(value.getClass(), value);
        return with(changed -> changed.services = Map.copyOf(services));
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
        ServiceConfig given = services().get(type);
        return given == null ? standard : type.cast(given);
    }

    private static String printable(String name) {
        if (name.isBlank() || name.length() > 256 || name.chars().anyMatch(Character::isISOControl)) {
            throw new ConfigurationException("name: expected 1 to 256 printable characters, got '" + name + "'");
        }
        return name;
    }

    private static <C> C valid(C part, Consumer<C> check) {
        check.accept(part);
        return part;
    }

    private static Set<NodeId> withoutOwn(Set<NodeId> deny, Optional<NodeId> id) {
        if (deny.size() > MAX_DENIED) {
            throw new ConfigurationException("deny: expected at most " + MAX_DENIED + " ids, got " + deny.size());
        }
        if (id.filter(deny::contains).isPresent()) {
            throw new ConfigurationException("deny: expected ids of other nodes, got this node's own");
        }
        return deny;
    }

    private static SecurityConfig withoutId(SecurityConfig security, Optional<NodeId> id) {
        if (security.mode() == SecurityMode.CLOSED && id.isPresent()) {
            throw new ConfigurationException("id: expected none beside an identity, from which the id follows;"
                    + " to keep an id over restarts, set security.instance");
        }
        return security;
    }

    private NodeConfig with(Consumer<State> change) {
        return new NodeConfig(state.changed(change));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NodeConfig that && state.equals(that.state);
    }

    @Override
    public int hashCode() {
        return state.hashCode();
    }

    @Override
    public String toString() {
        return "NodeConfig" + state;
    }

    private static final class State extends ConfigState<State> {

        private Optional<NodeId> id = Optional.empty();
        private String name = "node";
        private List<Endpoint> listen = List.of();
        private List<Endpoint> advertise = List.of();
        private List<Endpoint> join = List.of();
        private boolean observer;
        private SessionConfig session = SessionConfig.DEFAULT;
        private HeartbeatConfig heartbeat = HeartbeatConfig.DEFAULT;
        private ReconnectConfig reconnect = ReconnectConfig.DEFAULT;
        private LinkConfig link = LinkConfig.DEFAULT;
        private PairingConfig pairing = PairingConfig.DEFAULT;
        private Limits limits = Limits.DEFAULT;
        private Map<Class<? extends ServiceConfig>, ServiceConfig> services = Map.of();
        private SecurityConfig security = SecurityConfig.DEFAULT;
        private Set<NodeId> deny = Set.of();

        @Override
        protected List<Map.Entry<String, ?>> properties() {
            return List.of(
                    Map.entry("id", id),
                    Map.entry("name", name),
                    Map.entry("listen", listen),
                    Map.entry("advertise", advertise),
                    Map.entry("join", join),
                    Map.entry("observer", observer),
                    Map.entry("session", session),
                    Map.entry("heartbeat", heartbeat),
                    Map.entry("reconnect", reconnect),
                    Map.entry("link", link),
                    Map.entry("pairing", pairing),
                    Map.entry("limits", limits),
                    Map.entry("services", services),
                    Map.entry("security", security),
                    Map.entry("deny", deny));
        }
    }
}
