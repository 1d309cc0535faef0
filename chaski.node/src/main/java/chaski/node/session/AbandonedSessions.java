package chaski.node.session;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the session that is ended for a newcomer when {@code limits.peers} is reached. Only sessions that never carried a message of a
 * protocol are eligible, so that nothing is lost, and none with a peer that the user has joined. In this order:
 *
 * <ol>
 *   <li>one that was proposed and abandoned before it began;
 *   <li>one without a link;
 *   <li>one with a link, whose peer has not sent a single message within {@link #PATIENCE_NS}, as every node does at once;
 *   <li>one without a link for {@link #PATIENCE_NS}, whose peer has subscriptions.
 * </ol>
 *
 * <p>Of several, the oldest. Confined to the control loop.
 */
final class AbandonedSessions {

    /** How long a session may stay unused while newcomers are refused. */
    static final long PATIENCE_NS = Duration.ofSeconds(2).toNanos();

    private static final int NEVER = 4;

    private final SessionListener listener;

    AbandonedSessions(SessionListener listener) {
        this.listener = listener;
    }

    @Nullable
    Session choose(Collection<Session> all, long nowNs) {
        return all.stream()
                .filter(session -> rank(session, nowNs) < NEVER)
                .min(Comparator.<Session>comparingInt(session -> rank(session, nowNs))
                        .thenComparingLong(session -> session.linkedNs - nowNs)
                        .thenComparing(Session::peer))
                .orElse(null);
    }

    private int rank(Session session, long nowNs) {
        if (session.pending != null || session.hasCarriedMessages() || listener.isJoined(session.peer())) {
            return NEVER;
        }
        boolean waited = nowNs - session.linkedNs >= PATIENCE_NS;
        return switch (session.life()) {
            case PROPOSED -> 0;
            case PARKED -> {
                if (!session.hasDeclared()) {
                    yield 1;
                }
                yield waited ? 3 : NEVER;
            }
            case ATTACHED -> waited && !session.hasSpoken() ? 2 : NEVER;
            case ENDED -> NEVER;
        };
    }
}
