package chaski.node.pairing;

import chaski.api.NodeId;
import chaski.api.node.PairingConfig.Bootstrap;
import chaski.node.membership.SessionNeed;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Decides how much this node needs each of its sessions, and which ones end because neither side does. */
final class SessionNeeds {

    static final long IDLE_NS = Duration.ofSeconds(60).toNanos();

    private final Bootstrap bootstrap;
    private final ScheduledTasks tasks;
    private final PairingActions actions;
    private final Consumer<Runnable> decisions;
    private final Map<NodeId, Pair> sessions = new TreeMap<>();
    private boolean bootstrapWanted = true;
    private int members;
    private int paired;
    /** True if something has changed that more than one session depends on. */
    private boolean changed;

    SessionNeeds(Bootstrap bootstrap, ScheduledTasks tasks, PairingActions actions, Consumer<Runnable> decisions) {
        this.bootstrap = bootstrap;
        this.tasks = tasks;
        this.actions = actions;
        this.decisions = decisions;
    }

    void begin(Pair pair) {
        sessions.put(pair.id, pair);
        members += pair.member() ? 1 : 0;
        changed = true;
    }

    /** Must be called before {@link Pair#session} is reset. */
    void end(Pair pair) {
        sessions.remove(pair.id);
        members -= pair.member() ? 1 : 0;
        changed = true;
        tasks.remove(ScheduledTasks.Kind.LEAVE, pair.id);
        unpaired(pair);
    }

    void paired(Pair pair) {
        if (!pair.notifiedPaired) {
            pair.notifiedPaired = true;
            paired++;
            changed = true;
        }
    }

    void unpaired(Pair pair) {
        if (pair.notifiedPaired) {
            pair.notifiedPaired = false;
            paired--;
            changed = true;
        }
    }

    /** Sends the peer how much it is needed; ends the session, or schedules its end, if it is not. */
    void evaluate(Pair pair, long nowNs) {
        if (!pair.session) {
            return;
        }
        SessionNeed need = need(pair);
        if (need != pair.sentNeed) {
            pair.sentNeed = need;
            decisions.accept(() -> {
                if (pair.session) {
                    actions.need(pair.id, need);
                }
            });
        }
        if (isSpentBootstrap(pair) && pair.peerNeed != SessionNeed.NEEDED) {
            leave(pair, "paired with others, the bootstrap node is not needed");
        } else if (need == SessionNeed.NONE && pair.peerNeed == SessionNeed.NONE) {
            tasks.add(ScheduledTasks.Kind.LEAVE, pair.id, nowNs + IDLE_NS);
        } else {
            tasks.remove(ScheduledTasks.Kind.LEAVE, pair.id);
        }
    }

    /**
     * Evaluates all sessions: whether a peer is the only one and whether the bootstrap node is needed depend on the others.
     */
    void evaluateAll(long nowNs) {
        if (!changed) {
            return;
        }
        changed = false;
        boolean wanted = bootstrap == Bootstrap.KEEP || paired == 0;
        if (wanted != bootstrapWanted) {
            bootstrapWanted = wanted;
            decisions.accept(() -> actions.bootstrap(wanted));
        }
        for (Pair pair : sessions.values()) {
            if (members <= 2 || pair.joined) {
                evaluate(pair, nowNs);
            }
        }
    }

    void leave(Pair pair, String reason) {
        if (!pair.leaveRequested) {
            pair.leaveRequested = true;
            decisions.accept(() -> {
                if (pair.session) {
                    actions.leave(pair.id, reason);
                }
            });
        }
    }

    private SessionNeed need(Pair pair) {
        if (pair.wanted() || (pair.joined && !isSpentBootstrap(pair))) {
            return SessionNeed.NEEDED;
        }
        return pair.member() && members == 1 ? SessionNeed.COMPANY : SessionNeed.NONE;
    }

    private boolean isSpentBootstrap(Pair pair) {
        return pair.joined && !pair.wanted() && !bootstrapWanted;
    }
}
