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
    private final ScheduledTasks agenda;
    private final PairingActions actions;
    private final Consumer<Runnable> decided;
    private final Map<NodeId, Pair> sessions = new TreeMap<>();
    private boolean bootstrapWanted = true;
    private int members;
    private int paired;
    /** Something changed that more than one session depends on. */
    private boolean changed;

    SessionNeeds(Bootstrap bootstrap, ScheduledTasks agenda, PairingActions actions, Consumer<Runnable> decided) {
        this.bootstrap = bootstrap;
        this.agenda = agenda;
        this.actions = actions;
        this.decided = decided;
    }

    void begin(Pair pair) {
        sessions.put(pair.id, pair);
        members += pair.member() ? 1 : 0;
        changed = true;
    }

    /** To be called while the pair still says that there is a session. */
    void end(Pair pair) {
        sessions.remove(pair.id);
        members -= pair.member() ? 1 : 0;
        changed = true;
        agenda.remove(ScheduledTasks.Kind.LEAVE, pair.id);
        unpaired(pair);
    }

    void paired(Pair pair) {
        if (!pair.toldPaired) {
            pair.toldPaired = true;
            paired++;
            changed = true;
        }
    }

    void unpaired(Pair pair) {
        if (pair.toldPaired) {
            pair.toldPaired = false;
            paired--;
            changed = true;
        }
    }

    /** Tells the peer how much it is needed, and ends the session or thinks of it, if it is not. */
    void judge(Pair pair, long nowNs) {
        if (!pair.session) {
            return;
        }
        SessionNeed need = need(pair);
        if (need != pair.toldNeed) {
            pair.toldNeed = need;
            decided.accept(() -> {
                if (pair.session) {
                    actions.need(pair.id, need);
                }
            });
        }
        if (isSpentBootstrap(pair) && pair.peerNeed != SessionNeed.NEEDED) {
            leave(pair, "paired with others, the bootstrap node is not needed");
        } else if (need == SessionNeed.NONE && pair.peerNeed == SessionNeed.NONE) {
            agenda.add(ScheduledTasks.Kind.LEAVE, pair.id, nowNs + IDLE_NS);
        } else {
            agenda.remove(ScheduledTasks.Kind.LEAVE, pair.id);
        }
    }

    /** What the others are decides whether one is the only one, and whether the bootstrap node is needed. */
    void judgeAll(long nowNs) {
        if (!changed) {
            return;
        }
        changed = false;
        boolean wanted = bootstrap == Bootstrap.KEEP || paired == 0;
        if (wanted != bootstrapWanted) {
            bootstrapWanted = wanted;
            decided.accept(() -> actions.bootstrap(wanted));
        }
        for (Pair pair : sessions.values()) {
            if (members <= 2 || pair.joined) {
                judge(pair, nowNs);
            }
        }
    }

    void leave(Pair pair, String reason) {
        if (!pair.toldLeave) {
            pair.toldLeave = true;
            decided.accept(() -> {
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
