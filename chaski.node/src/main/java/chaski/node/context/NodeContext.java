package chaski.node.context;

import chaski.api.NodeId;
import chaski.api.node.HeartbeatConfig;
import chaski.api.node.NodeConfig;
import chaski.api.protocol.Environment;
import chaski.api.security.Decision;
import chaski.api.security.Permission;
import chaski.node.identity.NodeSecurity;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** The identity and environment of this node: values that every part of the engine needs. Thread-safe. */
public final class NodeContext {

    private static final long LEAST_MESSAGE_BYTES = 4L << 20;
    private static final int ROUTES_PER_TOPIC = 16;

    private final NodeId id;
    private final NodeSecurity security;
    private final AccessDecisions access;
    private final Environment environment;
    private final Counters counters;
    private final Events events;
    private volatile long incarnation;
    private volatile NodeConfig config;

    /**
     * A context of a run that begins now. Its id is the configured one, or the one of its identity, or drawn at random.
     *
     * @param config the configuration
     * @param security which links are permitted
     * @param environment clocks, threads and random numbers
     * @param counters where to count
     * @param events where to raise events
     */
    public NodeContext(
            NodeConfig config, NodeSecurity security, Environment environment, Counters counters, Events events) {
        this.id = config.id().or(security::id).orElseGet(() -> drawId(environment.random()));
        this.incarnation = environment.wallTimeMillis();
        this.config = config;
        this.security = security;
        this.environment = environment;
        this.counters = counters;
        this.events = events;
        this.access = new AccessDecisions(
                id, security.authorizer(), config.security().audit(), environment, counters, events);
    }

    private static NodeId drawId(RandomGenerator random) {
        return new NodeId(new UUID(random.nextLong(), random.nextLong()));
    }

    /** {@return this node} */
    public NodeId id() {
        return id;
    }

    /** {@return this run} */
    public long incarnation() {
        return incarnation;
    }

    /**
     * Continues as a later run; the sessions of the earlier one must have ended.
     *
     * @param later the new incarnation
     */
    public void incarnation(long later) {
        incarnation = later;
    }

    /** {@return the configuration in effect} */
    public NodeConfig config() {
        return config;
    }

    /**
     * Replaces the configuration. Callers must notify components that cache values; values that only take effect at start must be equal in
     * both.
     *
     * @param next the configuration
     */
    public void config(NodeConfig next) {
        config = next;
    }

    /** {@return which links are permitted, and who may be at their other end} */
    public NodeSecurity security() {
        return security;
    }

    /** {@return what decides what peers may do} */
    public AccessDecisions access() {
        return access;
    }

    /**
     * Decides what this node itself may do, by its own grants.
     *
     * @param permission what it wants to do
     * @param subject the topic or the service; empty if the permission has none
     * @return the decision; a refusal is reported
     */
    public Decision decideOwn(Permission permission, String subject) {
        return access.decideOwn(new PeerRequest(id, config.name(), security.identity(), permission, subject, ""));
    }

    /** {@return clocks, threads and random numbers} */
    public Environment environment() {
        return environment;
    }

    /** {@return the time of the monotonic clock in nanoseconds} */
    public long nanoTime() {
        return environment.nanoTime();
    }

    /** {@return where to count} */
    public Counters counters() {
        return counters;
    }

    /** {@return where to raise events} */
    public Events events() {
        return events;
    }

    // ---- limits that follow from the configuration

    /** {@return the largest message in bytes that this node accepts from others} */
    public long maxMessageBytes() {
        return Math.max(LEAST_MESSAGE_BYTES, config.session().maxMessageBytes());
    }

    /** {@return how long in nanoseconds a silent peer is suspect before it is down} */
    public long suspicionNs() {
        HeartbeatConfig times = config.heartbeat();
        return times.downAfter().minus(times.suspectAfter()).toNanos();
    }

    /** {@return the most bytes that the unfinished messages of one session may announce} */
    public long assemblyBytes() {
        return 2 * maxMessageBytes();
    }

    /** {@return the most routes that this node opens, and accepts in one session} */
    public int routeLimit() {
        return config.limits().topicsPerPeer() * ROUTES_PER_TOPIC;
    }
}
