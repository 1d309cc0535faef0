package chaski.node.configuration;

import chaski.api.ConfigurationException;
import chaski.api.NodeId;
import chaski.api.node.HeartbeatConfig;
import chaski.api.node.Limits;
import chaski.api.node.LinkConfig;
import chaski.api.node.NodeConfig;
import chaski.api.node.PairingConfig;
import chaski.api.node.ReconnectConfig;
import chaski.api.node.SessionConfig;
import chaski.api.node.StreamLimits;
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
        Values values = new Values(properties);
        SessionConfig session = session(values);
        return new NodeConfig(
                id(values.text(Keys.ID, "")),
                values.text(Keys.NAME, "node"),
                values.endpoints(Keys.LISTEN),
                values.endpoints(Keys.ADVERTISE),
                values.endpoints(Keys.JOIN),
                values.flag(Keys.OBSERVER, false),
                session,
                heartbeat(values),
                reconnect(values),
                link(values),
                pairing(values),
                limits(values),
                ids(Keys.DENY, values));
    }

    private static void check(String key) {
        if (!Keys.all().containsKey(key) && OF_THE_FRAMEWORK.stream().noneMatch(key::startsWith)) {
            throw new ConfigurationException("unknown key '" + key + "'; the nearest is '"
                    + Nearest.to(key, Keys.all().keySet()) + "'");
        }
    }

    private static Optional<NodeId> id(String text) {
        return text.isBlank() ? Optional.empty() : Optional.of(parsed(Keys.ID, text.strip()));
    }

    private static Set<NodeId> ids(String key, Values values) {
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

    private static SessionConfig session(Values values) {
        SessionConfig standard = SessionConfig.DEFAULT;
        long sendLogBytes = values.number(Keys.SEND_LOG, standard.sendLogBytes());
        long totalLogBytes = values.number(Keys.TOTAL_LOG, 0);
        return new SessionConfig(
                values.millis(Keys.RESUME_TIMEOUT, standard.resumeTimeout()),
                values.millis(Keys.MAX_STALL, standard.maxStall()),
                sendLogBytes,
                totalLogBytes == 0 ? Math.max(sendLogBytes, standard.totalLogBytes()) : totalLogBytes,
                values.millis(Keys.DRAIN_TIMEOUT, standard.drainTimeout()));
    }

    private static HeartbeatConfig heartbeat(Values values) {
        HeartbeatConfig standard = HeartbeatConfig.DEFAULT;
        return new HeartbeatConfig(
                values.millis(Keys.INTERVAL, standard.interval()),
                values.millis(Keys.SUSPECT_AFTER, standard.suspectAfter()),
                values.millis(Keys.DOWN_AFTER, standard.downAfter()));
    }

    private static ReconnectConfig reconnect(Values values) {
        ReconnectConfig standard = ReconnectConfig.DEFAULT;
        return new ReconnectConfig(
                values.millis(Keys.FIRST_DELAY, standard.first()),
                values.millis(Keys.CAP_WHILE_RESUMABLE, standard.capWhileResumable()),
                values.millis(Keys.CAP, standard.cap()),
                values.millis(Keys.CONNECT_TIMEOUT, standard.connectTimeout()));
    }

    private static LinkConfig link(Values values) {
        LinkConfig standard = LinkConfig.DEFAULT;
        return new LinkConfig(
                values.words(Keys.PREFERENCE, standard.preference()),
                values.millis(Keys.HEAD_START, standard.headStart()),
                values.millis(Keys.HOLD, standard.hold()));
    }

    private static PairingConfig pairing(Values values) {
        PairingConfig standard = PairingConfig.DEFAULT;
        return new PairingConfig(
                values.flag(Keys.PAIR_SUBSCRIBERS, standard.pairSubscribers()),
                values.count(Keys.PEERS_PER_TOPIC, standard.maxPeersPerTopic()),
                values.choice(Keys.BOOTSTRAP, standard.bootstrap()));
    }

    private static Limits limits(Values values) {
        Limits standard = Limits.DEFAULT;
        return new Limits(
                values.count(Keys.PEERS, standard.peers()),
                values.count(Keys.PENDING_HANDSHAKES, standard.pendingHandshakes()),
                values.count(Keys.HANDSHAKES_PER_SECOND, standard.handshakesPerSecond()),
                values.count(Keys.HANDSHAKE_BURST, standard.handshakeBurst()),
                values.count(Keys.CONNECTIONS_PER_ADDRESS, standard.connectionsPerAddress()),
                values.count(Keys.TOPICS_PER_PEER, standard.topicsPerPeer()),
                values.count(Keys.TOPICS_PER_NODE, standard.topicsPerNode()),
                values.count(Keys.CALLS_PER_PEER, standard.callsPerPeer()),
                values.count(Keys.CALLS_PER_NODE, standard.callsPerNode()),
                streams(values));
    }

    private static StreamLimits streams(Values values) {
        StreamLimits standard = StreamLimits.DEFAULT;
        return new StreamLimits(
                values.count(Keys.STREAMS_PER_PEER, standard.perPeer()),
                values.count(Keys.STREAMS_PER_NODE, standard.perNode()),
                values.count(Keys.STREAM_ITEMS, standard.items()),
                values.count(Keys.STREAM_BYTES, standard.bytes()));
    }
}
