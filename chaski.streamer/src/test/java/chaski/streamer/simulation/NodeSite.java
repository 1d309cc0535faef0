package chaski.streamer.simulation;

import chaski.api.NodeId;
import chaski.api.node.Chaski;
import chaski.api.node.HeartbeatConfig;
import chaski.api.node.Limits;
import chaski.api.node.Node;
import chaski.api.node.NodeConfig;
import chaski.api.node.ReconnectConfig;
import chaski.api.node.SessionConfig;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * A host with an endpoint on which one run of a node follows another.
 *
 * @param host the process's name
 * @param keptId the id of all runs; each run has a new one if {@code null}
 * @param joins the hosts that its nodes join
 * @param schemes the schemes it listens with
 * @param session part of the configuration
 * @param heartbeat part of the configuration
 * @param reconnect part of the configuration
 */
record NodeSite(
        String host,
        @org.jspecify.annotations.Nullable NodeId keptId,
        List<String> joins,
        List<String> schemes,
        SessionConfig session,
        HeartbeatConfig heartbeat,
        ReconnectConfig reconnect) {

    /** As good as none: a lost wake-up then lasts until the test notices. */
    static final HeartbeatConfig NO_HEARTBEAT = HeartbeatConfig.DEFAULT
            .interval(Duration.ofHours(1))
            .suspectAfter(Duration.ofHours(2))
            .downAfter(Duration.ofHours(3));

    /** No node is refused because of how often it connects. */
    private static final Limits LIMITS =
            Limits.DEFAULT.handshakesPerSecond(100_000).handshakeBurst(100_000).connectionsPerAddress(1000);

    static NodeSite draw(
            String host, List<String> joins, List<String> schemes, boolean heartbeat, RandomGenerator random) {
        NodeId id = new NodeId(new UUID(random.nextLong(), random.nextLong()));
        return new NodeSite(
                host,
                random.nextInt(3) > 0 ? null : id,
                joins,
                schemes,
                session(random),
                heartbeat ? heartbeat(random) : NO_HEARTBEAT,
                reconnect(random));
    }

    NodeConfig config() {
        Node.Builder builder = Chaski.node()
                .name(host)
                .session(session)
                .heartbeat(heartbeat)
                .reconnect(reconnect)
                .limits(LIMITS);
        if (keptId != null) {
            builder.id(keptId);
        }
        for (String scheme : schemes) {
            builder.listen(scheme + "://" + host + ":1");
            joins.forEach(j -> builder.join(scheme + "://" + j + ":1"));
        }
        return builder.config();
    }

    private static SessionConfig session(RandomGenerator random) {
        long logBytes = (256L << 10) << random.nextInt(3);
        return SessionConfig.DEFAULT
                .resumeTimeout(oneOf(random, 1500, 3000, 8000, 60_000))
                .maxStall(oneOf(random, 1000, 3000, 30_000))
                .sendLogBytes(logBytes)
                .totalLogBytes(random.nextBoolean() ? logBytes : 8 * logBytes)
                .drainTimeout(oneOf(random, 200, 1000, 5000));
    }

    private static HeartbeatConfig heartbeat(RandomGenerator random) {
        long interval = 250 + random.nextInt(500);
        return HeartbeatConfig.DEFAULT
                .interval(Duration.ofMillis(interval))
                .suspectAfter(Duration.ofMillis(2 * interval))
                .downAfter(Duration.ofMillis(4 * interval));
    }

    private static ReconnectConfig reconnect(RandomGenerator random) {
        return ReconnectConfig.DEFAULT
                .first(oneOf(random, 5, 50))
                .capWhileResumable(oneOf(random, 100, 500))
                .cap(oneOf(random, 500, 1500))
                .connectTimeout(oneOf(random, 300, 1000));
    }

    private static Duration oneOf(RandomGenerator random, int... millis) {
        return Duration.ofMillis(millis[random.nextInt(millis.length)]);
    }
}
