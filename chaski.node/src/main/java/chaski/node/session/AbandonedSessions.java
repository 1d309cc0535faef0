package chaski.node.session;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the session that is ended in favour of a newcomer when {@code limits.peers} is reached. It never chooses a
 * session with a peer that the user has joined. Candidates are first the sessions that never carried a message of a
 * protocol, so that nothing is lost:
 *
 * <ol>
 *   <li>one that was proposed and abandoned before it began;
 *   <li>one without a link;
 *   <li>one with a link, whose peer has not sent a single message within {@link #PATIENCE_NS}, although every node does
 *       so at once;
 *   <li>one that has been without a link for {@link #PATIENCE_NS}, whose peer has subscriptions.
 * </ol>
 *
 * <p>Then a session without a link that did carry messages, if its address has more sessions than it may have links
 * ({@code limits.connectionsPerAddress}), loopback excepted: the nodes behind one address that exist at the same time
 * never exceed that number.
 *
 * <p>Among several, the oldest is chosen. Confined to the control loop.
 */
final class AbandonedSessions {

    /** The time for which a session may stay unused while newcomers are refused. */
    static final long PATIENCE_NS = Duration.ofSeconds(2).toNanos();

    private static final int NEVER = 4;

    private final SessionListener listener;
    private final IntSupplier sessionsPerAddress;

    /**
     * Creates the rule. It is created once.
     *
     * @param listener knows which peers the user has joined
     * @param sessionsPerAddress the number of sessions of one address that are never ended for a newcomer
     */
    AbandonedSessions(SessionListener listener, IntSupplier sessionsPerAddress) {
        this.listener = listener;
        this.sessionsPerAddress = sessionsPerAddress;
    }

    @Nullable
    Session choose(Collection<Session> all, long nowNs) {
        Session unused = all.stream()
                .filter(session -> rank(session, nowNs) < NEVER)
                .min(Comparator.<Session>comparingInt(session -> rank(session, nowNs))
                        .thenComparing(oldest(nowNs)))
                .orElse(null);
        return unused == null ? ofCrowdedAddress(all, nowNs) : unused;
    }

    private @Nullable Session ofCrowdedAddress(Collection<Session> all, long nowNs) {
        Map<String, Integer> counts = new HashMap<>();
        all.forEach(session -> counts.merge(session.attach().lastHost(), 1, Integer::sum));
        return all.stream()
                .filter(session -> session.life() == Session.Life.PARKED && session.attach.pending == null)
                .filter(session -> counts.getOrDefault(session.attach().lastHost(), 0) > sessionsPerAddress.getAsInt())
                .filter(session ->
                        !listener.isLoopback(session.attach().lastHost()) && !listener.isJoined(session.peer()))
                .min(oldest(nowNs))
                .orElse(null);
    }

    private static Comparator<Session> oldest(long nowNs) {
        return Comparator.<Session>comparingLong(session -> session.attach.linkedNs - nowNs)
                .thenComparing(Session::peer);
    }

    private int rank(Session session, long nowNs) {
        if (session.attach.pending != null || session.hasCarriedMessages() || listener.isJoined(session.peer())) {
            return NEVER;
        }
        boolean waited = nowNs - session.attach.linkedNs >= PATIENCE_NS;
        return switch (session.life()) {
            case PROPOSED -> 0;
            case PARKED -> {
                if (session.sendChannel().credits().declarationCount() == 0) {
                    yield 1;
                }
                yield waited ? 3 : NEVER;
            }
            case ATTACHED -> waited && !session.channels().dispatcher().hasSpoken() ? 2 : NEVER;
            case ENDED -> NEVER;
        };
    }
}
