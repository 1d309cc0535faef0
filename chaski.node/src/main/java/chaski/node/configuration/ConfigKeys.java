package chaski.node.configuration;

import chaski.api.node.NodeConfig;
import chaski.api.remote.RemoteLimits;
import chaski.node.configuration.ConfigKey.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys of a node's configuration. What {@code NodeSettings} tells people stands here for the code. */
final class ConfigKeys {

    static final String ID = "id";
    static final String NAME = "name";
    static final String LISTEN = "listen";
    static final String ADVERTISE = "advertise";
    static final String JOIN = "join";
    static final String OBSERVER = "observer";
    static final String DENY = "deny";
    static final String RESUME_TIMEOUT = "session.resumeTimeoutMs";
    static final String MAX_STALL = "session.maxStallMs";
    static final String SEND_LOG = "session.sendLogBytes";
    static final String TOTAL_LOG = "session.totalLogBytes";
    static final String DRAIN_TIMEOUT = "session.drainTimeoutMs";
    static final String INTERVAL = "heartbeat.intervalMs";
    static final String SUSPECT_AFTER = "heartbeat.suspectAfterMs";
    static final String DOWN_AFTER = "heartbeat.downAfterMs";
    static final String FIRST_DELAY = "reconnect.firstMs";
    static final String CAP_WHILE_RESUMABLE = "reconnect.capWhileResumableMs";
    static final String CAP = "reconnect.capMs";
    static final String CONNECT_TIMEOUT = "reconnect.connectTimeoutMs";
    static final String PREFERENCE = "link.preference";
    static final String HEAD_START = "link.headStartMs";
    static final String HOLD = "link.holdMs";
    static final String PAIR_SUBSCRIBERS = "pairing.pairSubscribers";
    static final String PEERS_PER_TOPIC = "pairing.maxPeersPerTopic";
    static final String BOOTSTRAP = "pairing.bootstrap";
    static final String PEERS = "limits.peers";
    static final String PENDING_HANDSHAKES = "limits.pendingHandshakes";
    static final String HANDSHAKES_PER_SECOND = "limits.handshakesPerSecond";
    static final String HANDSHAKE_BURST = "limits.handshakeBurst";
    static final String CONNECTIONS_PER_ADDRESS = "limits.connectionsPerAddress";
    static final String TOPICS_PER_PEER = "limits.topicsPerPeer";
    static final String TOPICS_PER_NODE = "limits.topicsPerNode";
    static final String CALLS_PER_PEER = "limits.callsPerPeer";
    static final String CALLS_PER_NODE = "limits.callsPerNode";
    static final String STREAMS_PER_PEER = "limits.streamsPerPeer";
    static final String STREAMS_PER_NODE = "limits.streamsPerNode";
    static final String STREAM_ITEMS = "limits.streamItems";
    static final String STREAM_BYTES = "limits.streamBytes";

    private static final boolean LIVE = true;
    private static final boolean KEPT = false;
    private static final long HOUR_MS = 3_600_000;
    private static final int MANY = 1_000_000;

    private static final Map<String, ConfigKey> ALL = new LinkedHashMap<>();

    static {
        for (ConfigKey key : List.of(
                ConfigKey.other(ID, Kind.TEXT, KEPT, NodeConfig::id),
                new ConfigKey(NAME, Kind.TEXT, 1, 256, KEPT, NodeConfig::name),
                ConfigKey.other(LISTEN, Kind.ENDPOINTS, LIVE, NodeConfig::listen),
                ConfigKey.other(ADVERTISE, Kind.ENDPOINTS, LIVE, NodeConfig::advertise),
                ConfigKey.other(JOIN, Kind.ENDPOINTS, LIVE, NodeConfig::join),
                ConfigKey.other(OBSERVER, Kind.FLAG, KEPT, NodeConfig::observer),
                ConfigKey.other(DENY, Kind.IDS, LIVE, NodeConfig::deny),
                ConfigKey.number(
                        RESUME_TIMEOUT, 0, HOUR_MS, LIVE, c -> c.session().resumeTimeout()),
                ConfigKey.number(MAX_STALL, 0, HOUR_MS, LIVE, c -> c.session().maxStall()),
                ConfigKey.number(
                        SEND_LOG, 128L << 10, 1L << 30, KEPT, c -> c.session().sendLogBytes()),
                ConfigKey.number(
                        TOTAL_LOG, 0, Long.MAX_VALUE, KEPT, c -> c.session().totalLogBytes()),
                ConfigKey.number(
                        DRAIN_TIMEOUT, 0, HOUR_MS, LIVE, c -> c.session().drainTimeout()),
                ConfigKey.number(
                        INTERVAL, 200, HOUR_MS, LIVE, c -> c.heartbeat().interval()),
                ConfigKey.number(SUSPECT_AFTER, 201, 2 * HOUR_MS, LIVE, c -> c.heartbeat()
                        .suspectAfter()),
                ConfigKey.number(
                        DOWN_AFTER, 202, 3 * HOUR_MS, LIVE, c -> c.heartbeat().downAfter()),
                ConfigKey.number(
                        FIRST_DELAY, 1, 60_000, LIVE, c -> c.reconnect().first()),
                ConfigKey.number(CAP_WHILE_RESUMABLE, 1, HOUR_MS, LIVE, c -> c.reconnect()
                        .capWhileResumable()),
                ConfigKey.number(CAP, 1, HOUR_MS, LIVE, c -> c.reconnect().cap()),
                ConfigKey.number(
                        CONNECT_TIMEOUT, 10, HOUR_MS, LIVE, c -> c.reconnect().connectTimeout()),
                ConfigKey.other(PREFERENCE, Kind.WORDS, LIVE, c -> c.link().preference()),
                ConfigKey.number(HEAD_START, 0, 10_000, LIVE, c -> c.link().headStart()),
                ConfigKey.number(HOLD, 100, HOUR_MS, LIVE, c -> c.link().hold()),
                ConfigKey.other(
                        PAIR_SUBSCRIBERS, Kind.FLAG, KEPT, c -> c.pairing().pairSubscribers()),
                ConfigKey.number(
                        PEERS_PER_TOPIC, 1, 1000, KEPT, c -> c.pairing().maxPeersPerTopic()),
                ConfigKey.other(BOOTSTRAP, Kind.CHOICE, KEPT, c -> c.pairing().bootstrap()),
                ConfigKey.number(PEERS, 1, MANY, KEPT, c -> c.limits().peers()),
                ConfigKey.number(
                        PENDING_HANDSHAKES, 1, MANY, LIVE, c -> c.limits().pendingHandshakes()),
                ConfigKey.number(
                        HANDSHAKES_PER_SECOND, 1, MANY, LIVE, c -> c.limits().handshakesPerSecond()),
                ConfigKey.number(HANDSHAKE_BURST, 1, MANY, LIVE, c -> c.limits().handshakeBurst()),
                ConfigKey.number(
                        CONNECTIONS_PER_ADDRESS, 1, MANY, LIVE, c -> c.limits().connectionsPerAddress()),
                ConfigKey.number(TOPICS_PER_PEER, 1, MANY, KEPT, c -> c.limits().topicsPerPeer()),
                ConfigKey.number(
                        TOPICS_PER_NODE, 1, 10 * MANY, KEPT, c -> c.limits().topicsPerNode()),
                ConfigKey.number(CALLS_PER_PEER, 1, MANY, KEPT, c -> remote(c).callsPerPeer()),
                ConfigKey.number(
                        CALLS_PER_NODE, 1, 10 * MANY, KEPT, c -> remote(c).callsPerNode()),
                ConfigKey.number(STREAMS_PER_PEER, 1, MANY, KEPT, c -> remote(c).streamsPerPeer()),
                ConfigKey.number(
                        STREAMS_PER_NODE, 1, 10 * MANY, KEPT, c -> remote(c).streamsPerNode()),
                ConfigKey.number(STREAM_ITEMS, 1, 65_536, KEPT, c -> remote(c).streamItems()),
                ConfigKey.number(
                        STREAM_BYTES, 1024, 64 << 20, KEPT, c -> remote(c).streamBytes()))) {
            ALL.put(key.name(), key);
        }
    }

    private ConfigKeys() {}

    private static RemoteLimits remote(NodeConfig config) {
        return config.service(RemoteLimits.class, RemoteLimits.DEFAULT);
    }

    /** {@return all keys by name, in the order in which they are described} */
    static Map<String, ConfigKey> all() {
        return ALL;
    }

    static ConfigKey of(String name) {
        ConfigKey key = ALL.get(name);
        if (key == null) {
            throw new IllegalArgumentException(name);
        }
        return key;
    }
}
