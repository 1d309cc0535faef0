package chaski.node.simulation;

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
import org.jspecify.annotations.Nullable;

/**
 * A place in the world that a node takes again after each of its ends.
 *
 * @param host its process's name
 * @param id the id of its runs, until it gets another one
 * @param joins the hosts it joins
 * @param config the configuration of all its runs
 * @param trust the identities of a closed world; null in an open one
 */
record Seat(
        String host,
        NodeId id,
        List<String> joins,
        NodeConfig config,
        @Nullable WorldTrust trust) {

    /** No node is refused because of how often it connects. */
    private static final Limits LIMITS =
            Limits.DEFAULT.handshakesPerSecond(100_000).handshakeBurst(100_000).connectionsPerAddress(1000);

    static Seat draw(
            String host, List<String> joins, boolean datagrams, @Nullable WorldTrust trust, RandomGenerator chance) {
        // The lower id must not follow from the order of names.
        NodeId id = new NodeId(new UUID(chance.nextLong(), chance.nextLong()));
        Node.Builder builder = Chaski.node()
                .name(host)
                .listen("mem://" + host + ":1")
                .session(session(chance))
                .heartbeat(heartbeat(chance))
                .reconnect(reconnect(chance))
                .limits(LIMITS);
        if (datagrams) {
            builder.listen(World.DATAGRAMS + "://" + host + ":1");
        }
        joins.forEach(j -> builder.join("mem://" + j + ":1"));
        return new Seat(host, id, joins, builder.config(), trust).withId(id);
    }

    /** The same place, for a node with another id: a process that draws a new one each time it is started. */
    Seat withId(NodeId next) {
        return trust == null
                ? new Seat(host, next, joins, config.id(next), null)
                : new Seat(host, WorldTrust.id(host, next), joins, config.security(trust.security(host, next)), trust);
    }

    private static SessionConfig session(RandomGenerator chance) {
        long logBytes = (128L << 10) << chance.nextInt(chance.nextInt(3) == 0 ? 4 : 2);
        return SessionConfig.DEFAULT
                .resumeTimeout(oneOf(chance, 500, 1500, 3000, 8000, 60_000))
                .maxStall(oneOf(chance, 300, 1000, 3000, 30_000))
                .sendLogBytes(logBytes)
                .totalLogBytes(chance.nextBoolean() ? logBytes : 8 * logBytes)
                .drainTimeout(oneOf(chance, 200, 1000, 5000));
    }

    private static HeartbeatConfig heartbeat(RandomGenerator chance) {
        long interval = 250 + chance.nextInt(500);
        return HeartbeatConfig.DEFAULT
                .interval(Duration.ofMillis(interval))
                .suspectAfter(Duration.ofMillis(2 * interval))
                .downAfter(Duration.ofMillis(4 * interval));
    }

    private static ReconnectConfig reconnect(RandomGenerator chance) {
        return ReconnectConfig.DEFAULT
                .first(oneOf(chance, 5, 50))
                .capWhileResumable(oneOf(chance, 100, 500))
                .cap(oneOf(chance, 500, 1500))
                .connectTimeout(oneOf(chance, 300, 1000));
    }

    private static Duration oneOf(RandomGenerator chance, int... millis) {
        return Duration.ofMillis(millis[chance.nextInt(millis.length)]);
    }
}
