package chaski.node.configuration;

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
import chaski.api.security.SecurityConfig;
import chaski.api.security.SecurityMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The keys of a node's configuration. Ranges and defaults are those of {@code chaski.api.node}, which checks them again. */
final class ConfigKeys {

    private static final long HOUR_MS = 3_600_000;
    private static final int MANY = 1_000_000;

    private static final Map<String, ConfigKey<?>> ALL = new LinkedHashMap<>();

    private static final ConfigSection<NodeConfig> NODE =
            new ConfigSection<>(config -> config, (config, changed) -> changed);
    private static final ConfigSection<SessionConfig> SESSION =
            new ConfigSection<>(NodeConfig::session, NodeConfig::session);
    private static final ConfigSection<HeartbeatConfig> HEARTBEAT =
            new ConfigSection<>(NodeConfig::heartbeat, NodeConfig::heartbeat);
    private static final ConfigSection<ReconnectConfig> RECONNECT =
            new ConfigSection<>(NodeConfig::reconnect, NodeConfig::reconnect);
    private static final ConfigSection<LinkConfig> LINK = new ConfigSection<>(NodeConfig::link, NodeConfig::link);
    private static final ConfigSection<PairingConfig> PAIRING =
            new ConfigSection<>(NodeConfig::pairing, NodeConfig::pairing);
    private static final ConfigSection<Limits> LIMITS = new ConfigSection<>(NodeConfig::limits, NodeConfig::limits);
    private static final ConfigSection<SecurityConfig> SECURITY =
            new ConfigSection<>(NodeConfig::security, NodeConfig::security);
    private static final ConfigSection<RemoteLimits> REMOTE =
            new ConfigSection<>(ConfigKeys::remote, ConfigKeys::withRemote);

    static final ConfigKey<Optional<NodeId>> ID =
            add(NODE.fixed("id", ConfigType.ID, NodeConfig::id, (config, id) -> id.map(config::id)
                            .orElse(config))
                    .defaultNote("drawn at each start")
                    .rangeNote("a UUID")
                    .ofNewNode());
    static final ConfigKey<String> NAME =
            add(NODE.fixed("name", ConfigType.text(1, 256), NodeConfig::name, NodeConfig::name)
                    .rangeNote("1 to 256 printable characters"));
    static final ConfigKey<List<Endpoint>> LISTEN =
            add(NODE.live("listen", ConfigType.ENDPOINTS, NodeConfig::listen, NodeConfig::listen)
                    .rangeNote("endpoints"));
    static final ConfigKey<List<Endpoint>> ADVERTISE =
            add(NODE.live("advertise", ConfigType.ENDPOINTS, NodeConfig::advertise, NodeConfig::advertise)
                    .rangeNote("endpoints"));
    static final ConfigKey<List<Endpoint>> JOIN =
            add(NODE.live("join", ConfigType.ENDPOINTS, NodeConfig::join, NodeConfig::join)
                    .rangeNote("endpoints"));
    static final ConfigKey<Boolean> OBSERVER =
            add(NODE.fixed("observer", ConfigType.FLAG, NodeConfig::observer, NodeConfig::observer));
    static final ConfigKey<Set<NodeId>> DENY = add(NODE.live("deny", ConfigType.IDS, NodeConfig::deny, NodeConfig::deny)
            .rangeNote("at most " + NodeConfig.MAX_DENIED + " ids of nodes"));

    static final ConfigKey<Duration> RESUME_TIMEOUT = add(SESSION.live(
                    "session.resumeTimeoutMs",
                    millis(0, HOUR_MS),
                    SessionConfig::resumeTimeout,
                    SessionConfig::resumeTimeout)
            .liveNote("for later sessions"));
    static final ConfigKey<Duration> MAX_STALL = add(
            SESSION.live("session.maxStallMs", millis(0, HOUR_MS), SessionConfig::maxStall, SessionConfig::maxStall));
    static final ConfigKey<Long> SEND_LOG = add(SESSION.fixed(
            "session.sendLogBytes",
            bytes(128L << 10, 1L << 30),
            SessionConfig::sendLogBytes,
            SessionConfig::sendLogBytes));
    static final ConfigKey<Long> TOTAL_LOG = add(SESSION.fixed(
                    "session.totalLogBytes",
                    bytes(0, Long.MAX_VALUE),
                    SessionConfig::totalLogBytes,
                    (session, total) -> total == 0 ? session : session.totalLogBytes(total))
            .computedDefault(0L, "a quarter of the JVM's memory")
            .from(SEND_LOG));
    static final ConfigKey<Duration> DRAIN_TIMEOUT = add(SESSION.live(
            "session.drainTimeoutMs", millis(0, HOUR_MS), SessionConfig::drainTimeout, SessionConfig::drainTimeout));

    static final ConfigKey<Duration> INTERVAL = add(HEARTBEAT.live(
            "heartbeat.intervalMs", millis(200, HOUR_MS), HeartbeatConfig::interval, HeartbeatConfig::interval));
    static final ConfigKey<Duration> SUSPECT_AFTER = add(HEARTBEAT
            .live(
                    "heartbeat.suspectAfterMs",
                    millis(201, 2 * HOUR_MS),
                    HeartbeatConfig::suspectAfter,
                    HeartbeatConfig::suspectAfter)
            .above(INTERVAL));
    static final ConfigKey<Duration> DOWN_AFTER = add(HEARTBEAT
            .live(
                    "heartbeat.downAfterMs",
                    millis(202, 3 * HOUR_MS),
                    HeartbeatConfig::downAfter,
                    HeartbeatConfig::downAfter)
            .above(SUSPECT_AFTER));

    static final ConfigKey<Duration> FIRST_DELAY =
            add(RECONNECT.live("reconnect.firstMs", millis(1, 60_000), ReconnectConfig::first, ReconnectConfig::first));
    static final ConfigKey<Duration> CAP_WHILE_RESUMABLE = add(RECONNECT
            .live(
                    "reconnect.capWhileResumableMs",
                    millis(1, HOUR_MS),
                    ReconnectConfig::capWhileResumable,
                    ReconnectConfig::capWhileResumable)
            .from(FIRST_DELAY));
    static final ConfigKey<Duration> CAP = add(RECONNECT
            .live("reconnect.capMs", millis(1, HOUR_MS), ReconnectConfig::cap, ReconnectConfig::cap)
            .from(CAP_WHILE_RESUMABLE));
    static final ConfigKey<Duration> CONNECT_TIMEOUT = add(RECONNECT.live(
            "reconnect.connectTimeoutMs",
            millis(10, HOUR_MS),
            ReconnectConfig::connectTimeout,
            ReconnectConfig::connectTimeout));

    static final ConfigKey<List<String>> PREFERENCE =
            add(LINK.live("link.preference", ConfigType.NAMES, LinkConfig::preference, LinkConfig::preference)
                    .rangeNote("schemes, the best first"));
    static final ConfigKey<Duration> HEAD_START =
            add(LINK.live("link.headStartMs", millis(0, 10_000), LinkConfig::headStart, LinkConfig::headStart));
    static final ConfigKey<Duration> HOLD =
            add(LINK.live("link.holdMs", millis(100, HOUR_MS), LinkConfig::hold, LinkConfig::hold));

    static final ConfigKey<Boolean> PAIR_SUBSCRIBERS = add(PAIRING.fixed(
            "pairing.pairSubscribers",
            ConfigType.FLAG,
            PairingConfig::pairSubscribers,
            PairingConfig::pairSubscribers));
    static final ConfigKey<Integer> PEERS_PER_TOPIC = add(PAIRING.fixed(
            "pairing.maxPeersPerTopic",
            count(1, 1000),
            PairingConfig::maxPeersPerTopic,
            PairingConfig::maxPeersPerTopic));
    static final ConfigKey<Bootstrap> BOOTSTRAP = add(PAIRING.fixed(
            "pairing.bootstrap", choice(Bootstrap.class), PairingConfig::bootstrap, PairingConfig::bootstrap));

    static final ConfigKey<Integer> PEERS =
            add(LIMITS.fixed("limits.peers", count(1, MANY), Limits::peers, Limits::peers));
    static final ConfigKey<Integer> PENDING_HANDSHAKES = add(LIMITS.live(
            "limits.pendingHandshakes", count(1, MANY), Limits::pendingHandshakes, Limits::pendingHandshakes));
    static final ConfigKey<Integer> HANDSHAKES_PER_SECOND = add(LIMITS.live(
            "limits.handshakesPerSecond", count(1, MANY), Limits::handshakesPerSecond, Limits::handshakesPerSecond));
    static final ConfigKey<Integer> HANDSHAKE_BURST =
            add(LIMITS.live("limits.handshakeBurst", count(1, MANY), Limits::handshakeBurst, Limits::handshakeBurst));
    static final ConfigKey<Integer> CONNECTIONS_PER_ADDRESS = add(LIMITS.live(
            "limits.connectionsPerAddress",
            count(1, MANY),
            Limits::connectionsPerAddress,
            Limits::connectionsPerAddress));
    static final ConfigKey<Integer> TOPICS_PER_PEER =
            add(LIMITS.fixed("limits.topicsPerPeer", count(1, MANY), Limits::topicsPerPeer, Limits::topicsPerPeer));
    static final ConfigKey<Integer> TOPICS_PER_NODE =
            add(LIMITS.fixed("limits.topicsPerNode", count(1, 10 * MANY), Limits::topicsPerNode, Limits::topicsPerNode)
                    .from(TOPICS_PER_PEER));
    static final ConfigKey<Integer> CALLS_PER_PEER = add(REMOTE.fixed(
            "limits.callsPerPeer", count(1, MANY), RemoteLimits::callsPerPeer, RemoteLimits::callsPerPeer));
    static final ConfigKey<Integer> CALLS_PER_NODE = add(REMOTE.fixed(
                    "limits.callsPerNode", count(1, 10 * MANY), RemoteLimits::callsPerNode, RemoteLimits::callsPerNode)
            .from(CALLS_PER_PEER));
    static final ConfigKey<Integer> STREAMS_PER_PEER = add(REMOTE.fixed(
            "limits.streamsPerPeer", count(1, MANY), RemoteLimits::streamsPerPeer, RemoteLimits::streamsPerPeer));
    static final ConfigKey<Integer> STREAMS_PER_NODE = add(REMOTE.fixed(
                    "limits.streamsPerNode",
                    count(1, 10 * MANY),
                    RemoteLimits::streamsPerNode,
                    RemoteLimits::streamsPerNode)
            .from(STREAMS_PER_PEER));
    static final ConfigKey<Integer> STREAM_ITEMS = add(
            REMOTE.fixed("limits.streamItems", count(1, 65_536), RemoteLimits::streamItems, RemoteLimits::streamItems));
    static final ConfigKey<Integer> STREAM_BYTES = add(REMOTE.fixed(
            "limits.streamBytes", count(1024, 64 << 20), RemoteLimits::streamBytes, RemoteLimits::streamBytes));

    /** The mode follows from an identity; {@link SecurityRules} compares both. */
    static final ConfigKey<SecurityMode> MODE = add(SECURITY.fixed(
                    "security.mode",
                    choice(SecurityMode.class),
                    SecurityConfig::mode,
                    (security, mode) -> mode == SecurityMode.OPEN ? SecurityConfig.OPEN : security)
            .defaultNote("`CLOSED` with `security.identity`")
            .ofNewNode());

    static final ConfigKey<Optional<Path>> IDENTITY = add(SECURITY.fixed(
                    "security.identity", ConfigType.PATH, SecurityConfig::directory, (security, directory) -> directory
                            .map(SecurityConfig::identity)
                            .orElse(security))
            .rangeNote("a directory")
            .ofNewNode());
    static final ConfigKey<Optional<String>> INSTANCE = add(SECURITY.fixed(
                    "security.instance",
                    ConfigType.OPTIONAL_TEXT,
                    SecurityConfig::instance,
                    (security, instance) -> instance.map(security::instance).orElse(security))
            .defaultNote("the PID and a salt, kept in the bundle's data area")
            .rangeNote("1 to " + SecurityConfig.MAX_INSTANCE_CHARS + " printable ASCII characters without spaces")
            .ofNewNode());
    static final ConfigKey<Boolean> REFUSE_EXPIRED_REVOCATIONS = add(SECURITY.fixed(
                    "security.refuseExpiredRevocations",
                    ConfigType.FLAG,
                    SecurityConfig::refusesExpiredRevocations,
                    SecurityConfig::refusesExpiredRevocations)
            .ofNewNode());

    private ConfigKeys() {}

    private static <T> ConfigKey<T> add(ConfigKey<T> key) {
        ALL.put(key.name(), key);
        return key;
    }

    private static RemoteLimits remote(NodeConfig config) {
        return config.service(RemoteLimits.class, RemoteLimits.DEFAULT);
    }

    /** Limits that are in effect already are not given, as a builder gives none. */
    private static NodeConfig withRemote(NodeConfig config, RemoteLimits limits) {
        return limits.equals(remote(config)) ? config : config.configure(limits);
    }

    /** {@return all keys by name, in the order in which they are documented} */
    static Map<String, ConfigKey<?>> all() {
        return Collections.unmodifiableMap(ALL);
    }
}
