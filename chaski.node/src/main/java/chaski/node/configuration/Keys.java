package chaski.node.configuration;

import chaski.api.node.NodeConfig;
import chaski.node.configuration.Key.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys of a node's configuration. What {@code NodeSettings} tells people stands here for the code. */
final class Keys {

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

    private static final Map<String, Key> ALL = new LinkedHashMap<>();

    static {
        for (Key key : List.of(
                Key.other(ID, Kind.TEXT, KEPT, NodeConfig::id),
                new Key(NAME, Kind.TEXT, 1, 256, KEPT, NodeConfig::name),
                Key.other(LISTEN, Kind.ENDPOINTS, LIVE, NodeConfig::listen),
                Key.other(ADVERTISE, Kind.ENDPOINTS, LIVE, NodeConfig::advertise),
                Key.other(JOIN, Kind.ENDPOINTS, LIVE, NodeConfig::join),
                Key.other(OBSERVER, Kind.FLAG, KEPT, NodeConfig::observer),
                Key.other(DENY, Kind.IDS, LIVE, NodeConfig::deny),
                Key.number(RESUME_TIMEOUT, 0, HOUR_MS, LIVE, c -> c.session().resumeTimeout()),
                Key.number(MAX_STALL, 0, HOUR_MS, LIVE, c -> c.session().maxStall()),
                Key.number(
                        SEND_LOG, 128L << 10, 1L << 30, KEPT, c -> c.session().sendLogBytes()),
                Key.number(TOTAL_LOG, 0, Long.MAX_VALUE, KEPT, c -> c.session().totalLogBytes()),
                Key.number(DRAIN_TIMEOUT, 0, HOUR_MS, LIVE, c -> c.session().drainTimeout()),
                Key.number(INTERVAL, 200, HOUR_MS, LIVE, c -> c.heartbeat().interval()),
                Key.number(SUSPECT_AFTER, 201, 2 * HOUR_MS, LIVE, c -> c.heartbeat()
                        .suspectAfter()),
                Key.number(
                        DOWN_AFTER, 202, 3 * HOUR_MS, LIVE, c -> c.heartbeat().downAfter()),
                Key.number(FIRST_DELAY, 1, 60_000, LIVE, c -> c.reconnect().first()),
                Key.number(CAP_WHILE_RESUMABLE, 1, HOUR_MS, LIVE, c -> c.reconnect()
                        .capWhileResumable()),
                Key.number(CAP, 1, HOUR_MS, LIVE, c -> c.reconnect().cap()),
                Key.number(
                        CONNECT_TIMEOUT, 10, HOUR_MS, LIVE, c -> c.reconnect().connectTimeout()),
                Key.other(PREFERENCE, Kind.WORDS, LIVE, c -> c.link().preference()),
                Key.number(HEAD_START, 0, 10_000, LIVE, c -> c.link().headStart()),
                Key.number(HOLD, 100, HOUR_MS, LIVE, c -> c.link().hold()),
                Key.other(PAIR_SUBSCRIBERS, Kind.FLAG, KEPT, c -> c.pairing().pairSubscribers()),
                Key.number(PEERS_PER_TOPIC, 1, 1000, KEPT, c -> c.pairing().maxPeersPerTopic()),
                Key.other(BOOTSTRAP, Kind.CHOICE, KEPT, c -> c.pairing().bootstrap()),
                Key.number(PEERS, 1, MANY, KEPT, c -> c.limits().peers()),
                Key.number(PENDING_HANDSHAKES, 1, MANY, LIVE, c -> c.limits().pendingHandshakes()),
                Key.number(HANDSHAKES_PER_SECOND, 1, MANY, LIVE, c -> c.limits().handshakesPerSecond()),
                Key.number(HANDSHAKE_BURST, 1, MANY, LIVE, c -> c.limits().handshakeBurst()),
                Key.number(
                        CONNECTIONS_PER_ADDRESS, 1, MANY, LIVE, c -> c.limits().connectionsPerAddress()),
                Key.number(TOPICS_PER_PEER, 1, MANY, KEPT, c -> c.limits().topicsPerPeer()),
                Key.number(TOPICS_PER_NODE, 1, 10 * MANY, KEPT, c -> c.limits().topicsPerNode()),
                Key.number(CALLS_PER_PEER, 1, MANY, KEPT, c -> c.limits().callsPerPeer()),
                Key.number(CALLS_PER_NODE, 1, 10 * MANY, KEPT, c -> c.limits().callsPerNode()),
                Key.number(STREAMS_PER_PEER, 1, MANY, KEPT, c -> c.limits()
                        .streams()
                        .perPeer()),
                Key.number(STREAMS_PER_NODE, 1, 10 * MANY, KEPT, c -> c.limits()
                        .streams()
                        .perNode()),
                Key.number(
                        STREAM_ITEMS, 1, 65_536, KEPT, c -> c.limits().streams().items()),
                Key.number(STREAM_BYTES, 1024, 64 << 20, KEPT, c -> c.limits()
                        .streams()
                        .bytes()))) {
            ALL.put(key.name(), key);
        }
    }

    private Keys() {}

    /** {@return all keys by name, in the order in which they are described} */
    static Map<String, Key> all() {
        return ALL;
    }

    static Key of(String name) {
        Key key = ALL.get(name);
        if (key == null) {
            throw new IllegalArgumentException(name);
        }
        return key;
    }
}
