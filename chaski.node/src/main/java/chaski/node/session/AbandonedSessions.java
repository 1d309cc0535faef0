package chaski.node.session;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the session that gives way to a newcomer when this node has all the peers it takes. Only sessions that have never carried a
 * message can, so that nobody loses anything by it, and none with a peer that the user has joined: first one that was proposed and left
 * before it began, then one without a link, then one whose peer holds the link and has not sent a single message for a while, which every
 * node does at once, then one without a link whose peer has subscriptions. Of several, the one that began first. Confined to the control
 * loop.
 */
final class AbandonedSessions {

    /** So long a session may take to be of use, when others wait for its place. */
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
