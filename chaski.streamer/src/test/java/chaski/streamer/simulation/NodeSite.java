package chaski.streamer.simulation;

import chaski.api.NodeId;
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

    /** So long that it has no effect: a lost wake-up then lasts until the test detects it. */
    static final HeartbeatConfig NO_HEARTBEAT =
            new HeartbeatConfig(Duration.ofHours(1), Duration.ofHours(2), Duration.ofHours(3));

    /** No node is refused because of how often it connects. */
    private static final Limits LIMITS = new Limits(1000, 100, 100_000, 100_000, 1000, 1024, 65_536);

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
        Node.Builder builder = new Node.Builder()
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
        return new SessionConfig(
                oneOf(random, 1500, 3000, 8000, 60_000),
                oneOf(random, 1000, 3000, 30_000),
                logBytes,
                random.nextBoolean() ? logBytes : 8 * logBytes,
                oneOf(random, 200, 1000, 5000));
    }

    private static HeartbeatConfig heartbeat(RandomGenerator random) {
        long interval = 250 + random.nextInt(500);
        return new HeartbeatConfig(
                Duration.ofMillis(interval), Duration.ofMillis(2 * interval), Duration.ofMillis(4 * interval));
    }

    private static ReconnectConfig reconnect(RandomGenerator random) {
        return new ReconnectConfig(
                oneOf(random, 5, 50), oneOf(random, 100, 500), oneOf(random, 500, 1500), oneOf(random, 300, 1000));
    }

    private static Duration oneOf(RandomGenerator random, int... millis) {
        return Duration.ofMillis(millis[random.nextInt(millis.length)]);
    }
}
