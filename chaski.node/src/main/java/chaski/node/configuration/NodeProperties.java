package chaski.node.configuration;

import chaski.api.ConfigurationException;
import chaski.api.NodeId;
import chaski.api.node.HeartbeatConfig;
import chaski.api.node.Limits;
import chaski.api.node.LinkConfig;
import chaski.api.node.NodeConfig;
import chaski.api.node.PairingConfig;
import chaski.api.node.ReconnectConfig;
import chaski.api.node.ServiceConfig;
import chaski.api.node.SessionConfig;
import chaski.api.remote.RemoteLimits;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the properties of a configuration. */
public final class NodeProperties {

    /** What frameworks and their tools add; no key of ours begins so. */
    private static final List<String> OF_THE_FRAMEWORK =
            List.of("service.", "component.", "osgi.", "felix.", "org.", "configurator", ".", ":");

    private NodeProperties() {}

    /**
     * Reads a configuration.
     *
     * @param properties as Configuration Admin or the component runtime delivers them
     * @return the configuration, with defaults for what is not set
     * @throws ConfigurationException when a key is unknown or a value does not fit, naming the nearest right one
     */
    public static NodeConfig read(Map<String, ?> properties) {
        properties.keySet().forEach(NodeProperties::check);
        PropertyValues values = new PropertyValues(properties);
        SessionConfig session = session(values);
        return new NodeConfig(
                id(values.text(ConfigKeys.ID, "")),
                values.text(ConfigKeys.NAME, "node"),
                values.endpoints(ConfigKeys.LISTEN),
                values.endpoints(ConfigKeys.ADVERTISE),
                values.endpoints(ConfigKeys.JOIN),
                values.flag(ConfigKeys.OBSERVER, false),
                session,
                heartbeat(values),
                reconnect(values),
                link(values),
                pairing(values),
                limits(values),
                services(values),
                ids(ConfigKeys.DENY, values));
    }

    private static void check(String key) {
        if (!ConfigKeys.all().containsKey(key) && OF_THE_FRAMEWORK.stream().noneMatch(key::startsWith)) {
            throw new ConfigurationException("unknown key '" + key + "'; the nearest is '"
                    + SimilarKeys.to(key, ConfigKeys.all().keySet()) + "'");
        }
    }

    private static Optional<NodeId> id(String text) {
        return text.isBlank() ? Optional.empty() : Optional.of(parsed(ConfigKeys.ID, text.strip()));
    }

    private static Set<NodeId> ids(String key, PropertyValues values) {
        Set<NodeId> ids = new LinkedHashSet<>();
        values.words(key, List.of()).forEach(text -> ids.add(parsed(key, text)));
        return ids;
    }

    private static NodeId parsed(String key, String text) {
        try {
            return NodeId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    key + ": expected a UUID such as 3f2b8c1e-7a54-4d0b-9c1f-5e6a7b8c9d0e, got '" + text + "'", e);
        }
    }

    private static SessionConfig session(PropertyValues values) {
        SessionConfig standard = SessionConfig.DEFAULT;
        long sendLogBytes = values.number(ConfigKeys.SEND_LOG, standard.sendLogBytes());
        long totalLogBytes = values.number(ConfigKeys.TOTAL_LOG, 0);
        return new SessionConfig(
                values.millis(ConfigKeys.RESUME_TIMEOUT, standard.resumeTimeout()),
                values.millis(ConfigKeys.MAX_STALL, standard.maxStall()),
                sendLogBytes,
                totalLogBytes == 0 ? Math.max(sendLogBytes, standard.totalLogBytes()) : totalLogBytes,
                values.millis(ConfigKeys.DRAIN_TIMEOUT, standard.drainTimeout()));
    }

    private static HeartbeatConfig heartbeat(PropertyValues values) {
        HeartbeatConfig standard = HeartbeatConfig.DEFAULT;
        return new HeartbeatConfig(
                values.millis(ConfigKeys.INTERVAL, standard.interval()),
                values.millis(ConfigKeys.SUSPECT_AFTER, standard.suspectAfter()),
                values.millis(ConfigKeys.DOWN_AFTER, standard.downAfter()));
    }

    private static ReconnectConfig reconnect(PropertyValues values) {
        ReconnectConfig standard = ReconnectConfig.DEFAULT;
        return new ReconnectConfig(
                values.millis(ConfigKeys.FIRST_DELAY, standard.first()),
                values.millis(ConfigKeys.CAP_WHILE_RESUMABLE, standard.capWhileResumable()),
                values.millis(ConfigKeys.CAP, standard.cap()),
                values.millis(ConfigKeys.CONNECT_TIMEOUT, standard.connectTimeout()));
    }

    private static LinkConfig link(PropertyValues values) {
        LinkConfig standard = LinkConfig.DEFAULT;
        return new LinkConfig(
                values.words(ConfigKeys.PREFERENCE, standard.preference()),
                values.millis(ConfigKeys.HEAD_START, standard.headStart()),
                values.millis(ConfigKeys.HOLD, standard.hold()));
    }

    private static PairingConfig pairing(PropertyValues values) {
        PairingConfig standard = PairingConfig.DEFAULT;
        return new PairingConfig(
                values.flag(ConfigKeys.PAIR_SUBSCRIBERS, standard.pairSubscribers()),
                values.count(ConfigKeys.PEERS_PER_TOPIC, standard.maxPeersPerTopic()),
                values.choice(ConfigKeys.BOOTSTRAP, standard.bootstrap()));
    }

    private static Limits limits(PropertyValues values) {
        Limits standard = Limits.DEFAULT;
        return new Limits(
                values.count(ConfigKeys.PEERS, standard.peers()),
                values.count(ConfigKeys.PENDING_HANDSHAKES, standard.pendingHandshakes()),
                values.count(ConfigKeys.HANDSHAKES_PER_SECOND, standard.handshakesPerSecond()),
                values.count(ConfigKeys.HANDSHAKE_BURST, standard.handshakeBurst()),
                values.count(ConfigKeys.CONNECTIONS_PER_ADDRESS, standard.connectionsPerAddress()),
                values.count(ConfigKeys.TOPICS_PER_PEER, standard.topicsPerPeer()),
                values.count(ConfigKeys.TOPICS_PER_NODE, standard.topicsPerNode()));
    }

    /** Only what differs from the default, as in a configuration that was built in code. */
    private static Map<Class<? extends ServiceConfig>, ServiceConfig> services(PropertyValues values) {
        RemoteLimits remote = remoteLimits(values);
        return remote.equals(RemoteLimits.DEFAULT) ? Map.of() : Map.of(RemoteLimits.class, remote);
    }

    private static RemoteLimits remoteLimits(PropertyValues values) {
        RemoteLimits standard = RemoteLimits.DEFAULT;
        return RemoteLimits.builder()
                .callsPerPeer(values.count(ConfigKeys.CALLS_PER_PEER, standard.callsPerPeer()))
                .callsPerNode(values.count(ConfigKeys.CALLS_PER_NODE, standard.callsPerNode()))
                .streamsPerPeer(values.count(ConfigKeys.STREAMS_PER_PEER, standard.streamsPerPeer()))
                .streamsPerNode(values.count(ConfigKeys.STREAMS_PER_NODE, standard.streamsPerNode()))
                .streamItems(values.count(ConfigKeys.STREAM_ITEMS, standard.streamItems()))
                .streamBytes(values.count(ConfigKeys.STREAM_BYTES, standard.streamBytes()))
                .build();
    }
}
