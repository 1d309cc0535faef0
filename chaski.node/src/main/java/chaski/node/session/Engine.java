package chaski.node.session;

import chaski.api.NodeId;
import chaski.api.Topic;
import chaski.api.node.NodeConfig;
import chaski.api.protocol.Environment;
import chaski.node.context.Counters;
import chaski.node.context.Events;
import chaski.node.declaration.Declarations;
import chaski.node.log.SegmentPool;
import chaski.node.routing.Router;
import java.util.List;

/**
 * What all sessions of a node share. Made by the composition root, which also opens channels here. Thread-safe.
 */
public final class Engine {

    private static final long LEAST_MESSAGE_BYTES = 4L << 20;
    private static final long TRIM_NS = 5_000_000_000L;
    private static final int ROUTES_PER_TOPIC = 16;

    /** So many sessions may have as much unfinished as they announce, whatever the memory for logs. */
    private static final int LEAST_ASSEMBLIES = 2;

    /** Twice a second windows look who keeps credit that others wait for. */
    private static final long LOOK_NS = 500_000_000L;

    private final NodeId id;
    private volatile long incarnation;
    private volatile NodeConfig config;
    private final Environment environment;
    private final Counters counters;
    private final Events events;
    private final SegmentPool memory;
    private final ReassemblyMemory assemblyMemory;
    private final Declarations declarations;
    private final Router router;
    private final Channels channels = new Channels(this);
    private final Sessions sessions;
    private final AuxiliaryLinks auxiliaries;
    private final BarredPeers barred;

    /**
     * Puts the parts together.
     *
     * @param id this node
     * @param incarnation this run
     * @param config what the user wants
     * @param environment time, threads and chance
     * @param counters where to count
     * @param events where to tell
     * @param listener told of sessions, on the control loop
     * @param interestChanged called on any thread when what this node publishes or subscribes has changed
     */
    public Engine(
            NodeId id,
            long incarnation,
            NodeConfig config,
            Environment environment,
            Counters counters,
            Events events,
            SessionListener listener,
            Runnable interestChanged) {
        this.id = id;
        this.incarnation = incarnation;
        this.config = config;
        this.environment = environment;
        this.counters = counters;
        this.events = events;
        this.memory = new SegmentPool(config.session().totalLogBytes(), this::trimLater, this::memoryShort);
        this.assemblyMemory = new ReassemblyMemory(
                this,
                Math.max(LEAST_ASSEMBLIES * assemblyBytes(), config.session().totalLogBytes() / 2));
        this.declarations = new Declarations(
                config.limits().topicsPerPeer(), maxMessageBytes(), this::lookAtCredit, interestChanged);
        this.router = new Router(id, () -> config().name(), environment::nanoTime);
        this.router.onRoutesChanged(interestChanged);
        this.barred = new BarredPeers(environment, config.deny());
        this.sessions = new Sessions(this, listener);
        this.auxiliaries = new AuxiliaryLinks(this, listener);
    }

    /** Memory that was in use and has not been for some seconds is given back. */
    private void trimLater() {
        environment.schedule(TRIM_NS, memory::trim);
    }

    private void memoryShort() {
        counters.add("memory.short");
        environment.execute(events::memoryShort);
    }

    private void lookAtCredit(Runnable look) {
        environment.schedule(LOOK_NS, look);
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
     * Goes on as a later run; the sessions of the earlier one must have ended.
     *
     * @param later the new incarnation
     */
    public void incarnation(long later) {
        incarnation = later;
    }

    /** {@return what the user wants, as it is in effect now} */
    public NodeConfig config() {
        return config;
    }

    /**
     * Goes on with another configuration. Who reads it once and keeps what he read must be told; what such a part reads must not
     * change here.
     *
     * @param next the configuration
     */
    public void config(NodeConfig next) {
        config = next;
    }

    /** {@return time, threads and chance} */
    public Environment environment() {
        return environment;
    }

    /** {@return where to count} */
    public Counters counters() {
        return counters;
    }

    /** {@return where to tell} */
    public Events events() {
        return events;
    }

    /** {@return what this node declared} */
    public Declarations declarations() {
        return declarations;
    }

    /** {@return the sessions} */
    public Sessions sessions() {
        return sessions;
    }

    /** {@return the nodes that no session is taken with} */
    public BarredPeers barred() {
        return barred;
    }

    /** {@return the links beside those of the sessions} */
    public AuxiliaryLinks auxiliaries() {
        return auxiliaries;
    }

    /**
     * Sets who is told that publishers have begun or ceased to send datagrams to some peer.
     *
     * @param callback called on any thread, perhaps for nothing
     */
    public void onDatagramNeeds(Runnable callback) {
        router.onDatagramNeeds(callback);
    }

    /** {@return the channels} */
    public Channels channels() {
        return channels;
    }

    /** {@return the topics that are published now} */
    public List<Topic> publishedTopics() {
        return router.topics();
    }

    SegmentPool memory() {
        return memory;
    }

    ReassemblyMemory assemblyMemory() {
        return assemblyMemory;
    }

    Router router() {
        return router;
    }

    /** {@return the largest message that this node takes from others} */
    public long maxMessageBytes() {
        return Math.max(LEAST_MESSAGE_BYTES, config.session().maxMessageBytes());
    }

    /** {@return the most bytes of unfinished messages in one session} */
    public long assemblyBytes() {
        return 2 * maxMessageBytes();
    }

    int routeLimit() {
        return config.limits().topicsPerPeer() * ROUTES_PER_TOPIC;
    }
}
