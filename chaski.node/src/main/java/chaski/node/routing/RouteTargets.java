package chaski.node.routing;

import chaski.node.send.CreditFlow;
import chaski.node.send.SendChannel;
import chaski.node.send.SentRoute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sessions that a route sends to, ordered by the node ids of their peers, as of one
 * {@linkplain Router#epoch routing epoch}.
 *
 * @param epoch the routing epoch at which this is valid
 * @param all the sessions
 * @param matched the number of matching declarations
 * @param lower the number of sessions whose peers have lower ids than this node
 */
record RouteTargets(long epoch, RouteTarget[] all, int matched, int lower) {

    /** Valid at no epoch: a caller that compares the epoch builds a new view. */
    static final RouteTargets NONE = new RouteTargets(-1, new RouteTarget[0], 0, 0);

    /** {@return the only session of a direct route, unless that session has ended} */
    static RouteTargets of(Router router, SentRoute route, SendChannel outbound) {
        Router.Living living = router.living(outbound);
        RouteTarget[] one =
                living.lives() ? new RouteTarget[] {target(route, outbound, List.of())} : new RouteTarget[0];
        return new RouteTargets(living.epoch(), one, one.length, lower(router, one));
    }

    /** {@return the sessions with matching declarations} */
    static RouteTargets matching(Router router, SentRoute route) {
        Router.Matches matches = router.match(route.channel(), route.topic());
        Map<SendChannel, List<CreditFlow>> bySession = new LinkedHashMap<>();
        matches.flows().stream()
                .sorted(Comparator.comparing((Router.PeerFlow f) -> f.outbound().peer())
                        .thenComparingLong(f -> f.flow().id))
                .forEach(f -> bySession
                        .computeIfAbsent(f.outbound(), o -> new ArrayList<>())
                        .add(f.flow()));
        RouteTarget[] all = bySession.entrySet().stream()
                .map(e -> target(route, e.getKey(), e.getValue()))
                .filter(target -> !target.state().isRefused())
                .toArray(RouteTarget[]::new);
        int matched =
                Arrays.stream(all).mapToInt(target -> target.flows().length).sum();
        return new RouteTargets(matches.epoch(), all, matched, lower(router, all));
    }

    private static int lower(Router router, RouteTarget[] all) {
        return (int) Arrays.stream(all)
                .filter(t -> t.outbound().peer().compareTo(router.id()) < 0)
                .count();
    }

    private static RouteTarget target(SentRoute route, SendChannel outbound, List<CreditFlow> flows) {
        outbound.lock.lock();
        try {
            return new RouteTarget(outbound, outbound.routes().of(route), flows.toArray(CreditFlow[]::new));
        } finally {
            outbound.lock.unlock();
        }
    }

    /** Locks all sessions in order. */
    void lock() {
        for (RouteTarget target : all) {
            target.outbound().lock.lock();
        }
    }

    /** Unlocks all sessions. */
    void unlock() {
        for (RouteTarget target : all) {
            target.outbound().lock.unlock();
        }
    }

    /** Notifies each session that there is something to send. */
    void wake() {
        for (RouteTarget target : all) {
            target.outbound().owner().wake();
        }
    }
}
