package chaski.node.configuration;

import chaski.api.node.HeartbeatConfig;
import chaski.api.node.Limits;
import chaski.api.node.LinkConfig;
import chaski.api.node.NodeConfig;
import chaski.api.node.PairingConfig;
import chaski.api.node.ReconnectConfig;
import chaski.api.node.ServiceConfig;
import chaski.api.node.SessionConfig;
import chaski.api.remote.RemoteLimits;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** A value of each key, from which a {@link NodeConfig} is made. This is the only place that knows the shape of one. */
final class ConfigValues {

    /** Supplies the value of a key. */
    interface Source {
        <T> T value(ConfigKey<T> key);
    }

    private final Map<String, Object> values = new HashMap<>();

    private ConfigValues() {}

    static ConfigValues from(Source source) {
        ConfigValues values = new ConfigValues();
        for (ConfigKey<?> key : ConfigKeys.all().values()) {
            values.values.put(key.name(), source.value(key));
        }
        return values;
    }

    @SuppressWarnings("unchecked") // put there as the value of this key
    private <T> T get(ConfigKey<T> key) {
        return (T) Objects.requireNonNull(values.get(key.name()), key.name());
    }

    /**
     * Makes the configuration.
     *
     * @throws chaski.api.ConfigurationException if values contradict each other
     */
    NodeConfig toConfig() {
        return new NodeConfig(
                get(ConfigKeys.ID),
                get(ConfigKeys.NAME),
                get(ConfigKeys.LISTEN),
                get(ConfigKeys.ADVERTISE),
                get(ConfigKeys.JOIN),
                get(ConfigKeys.OBSERVER),
                session(),
                new HeartbeatConfig(
                        get(ConfigKeys.INTERVAL), get(ConfigKeys.SUSPECT_AFTER), get(ConfigKeys.DOWN_AFTER)),
                new ReconnectConfig(
                        get(ConfigKeys.FIRST_DELAY),
                        get(ConfigKeys.CAP_WHILE_RESUMABLE),
                        get(ConfigKeys.CAP),
                        get(ConfigKeys.CONNECT_TIMEOUT)),
                new LinkConfig(get(ConfigKeys.PREFERENCE), get(ConfigKeys.HEAD_START), get(ConfigKeys.HOLD)),
                new PairingConfig(
                        get(ConfigKeys.PAIR_SUBSCRIBERS), get(ConfigKeys.PEERS_PER_TOPIC), get(ConfigKeys.BOOTSTRAP)),
                limits(),
                services(),
                get(ConfigKeys.DENY));
    }

    private SessionConfig session() {
        long sendLogBytes = get(ConfigKeys.SEND_LOG);
        long totalLogBytes = get(ConfigKeys.TOTAL_LOG);
        return new SessionConfig(
                get(ConfigKeys.RESUME_TIMEOUT),
                get(ConfigKeys.MAX_STALL),
                sendLogBytes,
                totalLogBytes == 0 ? Math.max(sendLogBytes, SessionConfig.DEFAULT.totalLogBytes()) : totalLogBytes,
                get(ConfigKeys.DRAIN_TIMEOUT));
    }

    private Limits limits() {
        return new Limits(
                get(ConfigKeys.PEERS),
                get(ConfigKeys.PENDING_HANDSHAKES),
                get(ConfigKeys.HANDSHAKES_PER_SECOND),
                get(ConfigKeys.HANDSHAKE_BURST),
                get(ConfigKeys.CONNECTIONS_PER_ADDRESS),
                get(ConfigKeys.TOPICS_PER_PEER),
                get(ConfigKeys.TOPICS_PER_NODE));
    }

    /** Of services whose keys all have their defaults, none is given, as a builder gives none. */
    private Map<Class<? extends ServiceConfig>, ServiceConfig> services() {
        RemoteLimits limits = remoteLimits();
        return limits.equals(RemoteLimits.DEFAULT) ? Map.of() : Map.of(RemoteLimits.class, limits);
    }

    private RemoteLimits remoteLimits() {
        return RemoteLimits.builder()
                .callsPerPeer(get(ConfigKeys.CALLS_PER_PEER))
                .callsPerNode(get(ConfigKeys.CALLS_PER_NODE))
                .streamsPerPeer(get(ConfigKeys.STREAMS_PER_PEER))
                .streamsPerNode(get(ConfigKeys.STREAMS_PER_NODE))
                .streamItems(get(ConfigKeys.STREAM_ITEMS))
                .streamBytes(get(ConfigKeys.STREAM_BYTES))
                .build();
    }
}
