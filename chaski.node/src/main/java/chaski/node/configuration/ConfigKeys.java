package chaski.node.configuration;

import static chaski.node.configuration.ConfigKey.fixed;
import static chaski.node.configuration.ConfigKey.live;
import static chaski.node.configuration.ConfigType.bytes;
import static chaski.node.configuration.ConfigType.choice;
import static chaski.node.configuration.ConfigType.count;
import static chaski.node.configuration.ConfigType.millis;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.node.HeartbeatConfig;
import chaski.api.node.Limits;
import chaski.api.node.LinkConfig;
import chaski.api.node.NodeConfig;
import chaski.api.node.PairingConfig;
import chaski.api.node.PairingConfig.Bootstrap;
import chaski.api.node.ReconnectConfig;
import chaski.api.node.SessionConfig;
import chaski.api.remote.RemoteLimits;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The keys of a node's configuration. Ranges are those of the records of {@code chaski.api.node}, which check them again. */
final class ConfigKeys {

    private static final long HOUR_MS = 3_600_000;
    private static final int MANY = 1_000_000;

    private static final SessionConfig SESSION = SessionConfig.DEFAULT;
    private static final HeartbeatConfig HEARTBEAT = HeartbeatConfig.DEFAULT;
    private static final ReconnectConfig RECONNECT = ReconnectConfig.DEFAULT;
    private static final LinkConfig LINK = LinkConfig.DEFAULT;
    private static final PairingConfig PAIRING = PairingConfig.DEFAULT;
    private static final Limits LIMITS = Limits.DEFAULT;
    private static final RemoteLimits REMOTE = RemoteLimits.DEFAULT;

    static final ConfigKey<Optional<NodeId>> ID = fixed("id", ConfigType.ID, Optional.empty(), NodeConfig::id)
            .defaultNote("drawn at each start")
            .rangeNote("a UUID")
            .liveNote("a change makes a new node");
    static final ConfigKey<String> NAME =
            fixed("name", ConfigType.text(1, 256), "node", NodeConfig::name).rangeNote("1 to 256 printable characters");
    static final ConfigKey<List<Endpoint>> LISTEN =
            live("listen", ConfigType.ENDPOINTS, List.of(), NodeConfig::listen).rangeNote("endpoints");
    static final ConfigKey<List<Endpoint>> ADVERTISE = live(
                    "advertise", ConfigType.ENDPOINTS, List.of(), NodeConfig::advertise)
            .rangeNote("endpoints");
    static final ConfigKey<List<Endpoint>> JOIN =
            live("join", ConfigType.ENDPOINTS, List.of(), NodeConfig::join).rangeNote("endpoints");
    static final ConfigKey<Boolean> OBSERVER = fixed("observer", ConfigType.FLAG, false, NodeConfig::observer);
    static final ConfigKey<Set<NodeId>> DENY = live("deny", ConfigType.IDS, Set.of(), NodeConfig::deny)
            .rangeNote("at most " + NodeConfig.MAX_DENIED + " ids of nodes");

    static final ConfigKey<Duration> RESUME_TIMEOUT = live(
                    "session.resumeTimeoutMs", millis(0, HOUR_MS), SESSION.resumeTimeout(), c -> c.session()
                            .resumeTimeout())
            .liveNote("for later sessions");
    static final ConfigKey<Duration> MAX_STALL =
            live("session.maxStallMs", millis(0, HOUR_MS), SESSION.maxStall(), c -> c.session()
                    .maxStall());
    static final ConfigKey<Long> SEND_LOG =
            fixed("session.sendLogBytes", bytes(128L << 10, 1L << 30), SESSION.sendLogBytes(), c -> c.session()
                    .sendLogBytes());
    static final ConfigKey<Long> TOTAL_LOG = fixed(
                    "session.totalLogBytes", bytes(0, Long.MAX_VALUE), 0L, c -> c.session()
                            .totalLogBytes())
            .from(SEND_LOG)
            .defaultNote("a quarter of the JVM's memory");
    static final ConfigKey<Duration> DRAIN_TIMEOUT =
            live("session.drainTimeoutMs", millis(0, HOUR_MS), SESSION.drainTimeout(), c -> c.session()
                    .drainTimeout());

    static final ConfigKey<Duration> INTERVAL =
            live("heartbeat.intervalMs", millis(200, HOUR_MS), HEARTBEAT.interval(), c -> c.heartbeat()
                    .interval());
    static final ConfigKey<Duration> SUSPECT_AFTER = live(
                    "heartbeat.suspectAfterMs", millis(201, 2 * HOUR_MS), HEARTBEAT.suspectAfter(), c -> c.heartbeat()
                            .suspectAfter())
            .above(INTERVAL);
    static final ConfigKey<Duration> DOWN_AFTER = live(
                    "heartbeat.downAfterMs", millis(202, 3 * HOUR_MS), HEARTBEAT.downAfter(), c -> c.heartbeat()
                            .downAfter())
            .above(SUSPECT_AFTER);

    static final ConfigKey<Duration> FIRST_DELAY =
            live("reconnect.firstMs", millis(1, 60_000), RECONNECT.first(), c -> c.reconnect()
                    .first());
    static final ConfigKey<Duration> CAP_WHILE_RESUMABLE = live(
                    "reconnect.capWhileResumableMs",
                    millis(1, HOUR_MS),
                    RECONNECT.capWhileResumable(),
                    c -> c.reconnect().capWhileResumable())
            .from(FIRST_DELAY);
    static final ConfigKey<Duration> CAP = live(
                    "reconnect.capMs", millis(1, HOUR_MS), RECONNECT.cap(), c -> c.reconnect()
                            .cap())
            .from(CAP_WHILE_RESUMABLE);
    static final ConfigKey<Duration> CONNECT_TIMEOUT =
            live("reconnect.connectTimeoutMs", millis(10, HOUR_MS), RECONNECT.connectTimeout(), c -> c.reconnect()
                    .connectTimeout());

    static final ConfigKey<List<String>> PREFERENCE = live(
                    "link.preference", ConfigType.NAMES, LINK.preference(), c -> c.link()
                            .preference())
            .rangeNote("schemes, the best first");
    static final ConfigKey<Duration> HEAD_START =
            live("link.headStartMs", millis(0, 10_000), LINK.headStart(), c -> c.link()
                    .headStart());
    static final ConfigKey<Duration> HOLD =
            live("link.holdMs", millis(100, HOUR_MS), LINK.hold(), c -> c.link().hold());

    static final ConfigKey<Boolean> PAIR_SUBSCRIBERS =
            fixed("pairing.pairSubscribers", ConfigType.FLAG, PAIRING.pairSubscribers(), c -> c.pairing()
                    .pairSubscribers());
    static final ConfigKey<Integer> PEERS_PER_TOPIC =
            fixed("pairing.maxPeersPerTopic", count(1, 1000), PAIRING.maxPeersPerTopic(), c -> c.pairing()
                    .maxPeersPerTopic());
    static final ConfigKey<Bootstrap> BOOTSTRAP =
            fixed("pairing.bootstrap", choice(Bootstrap.class), PAIRING.bootstrap(), c -> c.pairing()
                    .bootstrap());

    static final ConfigKey<Integer> PEERS = fixed(
            "limits.peers", count(1, MANY), LIMITS.peers(), c -> c.limits().peers());
    static final ConfigKey<Integer> PENDING_HANDSHAKES =
            live("limits.pendingHandshakes", count(1, MANY), LIMITS.pendingHandshakes(), c -> c.limits()
                    .pendingHandshakes());
    static final ConfigKey<Integer> HANDSHAKES_PER_SECOND =
            live("limits.handshakesPerSecond", count(1, MANY), LIMITS.handshakesPerSecond(), c -> c.limits()
                    .handshakesPerSecond());
    static final ConfigKey<Integer> HANDSHAKE_BURST =
            live("limits.handshakeBurst", count(1, MANY), LIMITS.handshakeBurst(), c -> c.limits()
                    .handshakeBurst());
    static final ConfigKey<Integer> CONNECTIONS_PER_ADDRESS =
            live("limits.connectionsPerAddress", count(1, MANY), LIMITS.connectionsPerAddress(), c -> c.limits()
                    .connectionsPerAddress());
    static final ConfigKey<Integer> TOPICS_PER_PEER =
            fixed("limits.topicsPerPeer", count(1, MANY), LIMITS.topicsPerPeer(), c -> c.limits()
                    .topicsPerPeer());
    static final ConfigKey<Integer> TOPICS_PER_NODE = fixed(
                    "limits.topicsPerNode", count(1, 10 * MANY), LIMITS.topicsPerNode(), c -> c.limits()
                            .topicsPerNode())
            .from(TOPICS_PER_PEER);
    static final ConfigKey<Integer> CALLS_PER_PEER =
            fixed("limits.callsPerPeer", count(1, MANY), REMOTE.callsPerPeer(), c -> remote(c)
                    .callsPerPeer());
    static final ConfigKey<Integer> CALLS_PER_NODE = fixed(
                    "limits.callsPerNode", count(1, 10 * MANY), REMOTE.callsPerNode(), c -> remote(c)
                            .callsPerNode())
            .from(CALLS_PER_PEER);
    static final ConfigKey<Integer> STREAMS_PER_PEER =
            fixed("limits.streamsPerPeer", count(1, MANY), REMOTE.streamsPerPeer(), c -> remote(c)
                    .streamsPerPeer());
    static final ConfigKey<Integer> STREAMS_PER_NODE = fixed(
                    "limits.streamsPerNode", count(1, 10 * MANY), REMOTE.streamsPerNode(), c -> remote(c)
                            .streamsPerNode())
            .from(STREAMS_PER_PEER);
    static final ConfigKey<Integer> STREAM_ITEMS =
            fixed("limits.streamItems", count(1, 65_536), REMOTE.streamItems(), c -> remote(c)
                    .streamItems());
    static final ConfigKey<Integer> STREAM_BYTES =
            fixed("limits.streamBytes", count(1024, 64 << 20), REMOTE.streamBytes(), c -> remote(c)
                    .streamBytes());

    private static final Map<String, ConfigKey<?>> ALL = new LinkedHashMap<>();

    static {
        for (ConfigKey<?> key : List.of(
                ID,
                NAME,
                LISTEN,
                ADVERTISE,
                JOIN,
                OBSERVER,
                DENY,
                RESUME_TIMEOUT,
                MAX_STALL,
                SEND_LOG,
                TOTAL_LOG,
                DRAIN_TIMEOUT,
                INTERVAL,
                SUSPECT_AFTER,
                DOWN_AFTER,
                FIRST_DELAY,
                CAP_WHILE_RESUMABLE,
                CAP,
                CONNECT_TIMEOUT,
                PREFERENCE,
                HEAD_START,
                HOLD,
                PAIR_SUBSCRIBERS,
                PEERS_PER_TOPIC,
                BOOTSTRAP,
                PEERS,
                PENDING_HANDSHAKES,
                HANDSHAKES_PER_SECOND,
                HANDSHAKE_BURST,
                CONNECTIONS_PER_ADDRESS,
                TOPICS_PER_PEER,
                TOPICS_PER_NODE,
                CALLS_PER_PEER,
                CALLS_PER_NODE,
                STREAMS_PER_PEER,
                STREAMS_PER_NODE,
                STREAM_ITEMS,
                STREAM_BYTES)) {
            ALL.put(key.name(), key);
        }
    }

    private ConfigKeys() {}

    private static RemoteLimits remote(NodeConfig config) {
        return config.service(RemoteLimits.class, RemoteLimits.DEFAULT);
    }

    /** {@return all keys by name, in the order in which they are documented} */
    static Map<String, ConfigKey<?>> all() {
        return ALL;
    }
}
