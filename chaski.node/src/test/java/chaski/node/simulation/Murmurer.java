package chaski.node.simulation;

import chaski.api.Topic;
import chaski.api.protocol.Route;
import chaski.api.protocol.RouteListener;
import chaski.testkit.history.PublisherId;
import java.util.random.RandomGenerator;

/** A publisher of datagrams, which have no guarantee except that none arrives twice or garbled. */
final class Murmurer implements RouteListener {

    private static final long NS_PER_MS = 1_000_000;

    private final Member member;
    private final RandomGenerator chance;
    private final Route route;
    private final PublisherId id;
    private final long meanPauseNs;
    private long sequence;
    private boolean quiet;

    Murmurer(Member member, RandomGenerator chance, Topic topic) {
        this.member = member;
        this.chance = chance;
        this.route = member.route(topic, this);
        this.id = new PublisherId(member.run(), route.number());
        this.meanPauseNs = (5 + chance.nextLong(100)) * NS_PER_MS;
        pause();
    }

    private void pause() {
        long pauseNs = (long) (chance.nextExponential() * meanPauseNs);
        member.environment().schedule(pauseNs, this::murmur);
    }

    private void murmur() {
        if (quiet) {
            return;
        }
        for (int left = 1 + chance.nextInt(4); left > 0; left--) {
            sequence++;
            int bytes = chance.nextInt(Route.MAX_DATAGRAM_BYTES - Body.HEAD_BYTES);
            route.datagram(sequence, Body.head(sequence, bytes), Body.body(id.toString(), sequence, bytes));
        }
        pause();
    }

    void close() {
        quiet = true;
        route.close();
    }
}
