package chaski.node.membership;

import chaski.api.NodeId;
import chaski.api.node.PeerState;
import java.util.Collection;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Determines whether the nodes in the directory are alive: by the vouches for their entries, and by the opinions of
 * nodes that have, or had, sessions with them.
 *
 * <p><b>Vouches.</b> Each entry has a counter, the vouch, beside its version. A node that has a session with the owner
 * over a link, and considers it alive, raises the counter if no node has done so for 15 to 25 s; a new session raises
 * it immediately. The number is sent like the entry itself. An entry whose version and vouch have not grown for 60 s
 * has no session left that leads to its owner, over any number of nodes, and expires. Since only a session can raise
 * the number, nodes that merely repeat each other keep nothing alive; since numbers are compared and not times, the
 * delay of a message does not matter.
 *
 * <p>Both sides of a partition raise the number independently, and the side that lost the owner may have counted
 * further before the entry expired there. A node that receives less than its last digest entry of a node therefore
 * answers with it, and one with a session that learns of a number more than one above its own raises it immediately:
 * then it is higher than any before.
 *
 * <p><b>Opinions.</b> A node that suspects a peer, or considers it down, sends that to the others, which show it and
 * forward it. The opinion belongs to the vouch at which it was formed, so a node with better information refutes it by
 * raising the vouch. In this way nodes without a session learn of a failure within milliseconds. What this node knows
 * only through a peer that has fallen silent is suspect, too: any node that can still confirm it refutes the suspicion.
 * A node that stays suspect for as long as a peer would is down; no message is needed for that.
 *
 * <p>Confined to the control loop.
 */
final class Vouching {

    static final long SECOND_NS = 1_000_000_000L;
    static final long VOUCH_NS = 15 * SECOND_NS;
    static final long VOUCH_SPREAD_NS = 10 * SECOND_NS;
    static final long EXPIRE_NS = 60 * SECOND_NS;

    /** Two vouches were missed: a suspicion asks other nodes for better information. */
    static final long OVERDUE_NS = 40 * SECOND_NS;

    /** False opinions on one node cost the network one refutation a second. */
    static final long REFUTE_SPACING_NS = SECOND_NS;

    private final RandomGenerator random;
    private final LongSupplier suspicionNs;
    private final DirectoryListener listener;
    private final PeerSessions sessions = new PeerSessions();

    /** Suspect nodes without a session, in the order in which they became suspect. */
    private final TreeSet<DirectoryRecord> suspects;

    /**
     * Starts without nodes.
     *
     * @param random for the times of vouches
     * @param suspicionNs how long a node is suspect before it is down
     * @param listener receives the changes
     * @param originNs no time is further from it than three centuries
     */
    Vouching(RandomGenerator random, LongSupplier suspicionNs, DirectoryListener listener, long originNs) {
        this.random = random;
        this.suspicionNs = suspicionNs;
        this.listener = listener;
        suspects = new TreeSet<>(Comparator.<DirectoryRecord>comparingLong(known -> known.suspectNs - originNs)
                .thenComparing(DirectoryRecord::id));
    }

    // ---- sessions

    /** A session with an incarnation of a node began; that is a vouch for its entry. */
    void sessionUp(NodeId peer, long incarnation, @Nullable DirectoryRecord known, long nowNs) {
        sessions.begin(peer, incarnation);
        if (known != null) {
            confirm(known, nowNs);
        }
        listener.onState();
    }

    /**
     * The opinion on a peer changed, or whether its session has a link; {@code all} are the entries that may depend on
     * it.
     */
    void annotate(NodeId peer, PeerState state, boolean linked, Collection<DirectoryRecord> all, long nowNs) {
        if (!sessions.contains(peer)) {
            return;
        }
        sessions.annotate(peer, state, linked);
        if (state != PeerState.ALIVE) {
            all.forEach(known -> doubt(known, peer, state, nowNs));
        }
        listener.onState();
    }

    /** A session has ended; {@code peerLost} if the peer may have ended with it: then it is suspect from now on. */
    void sessionEnded(
            NodeId peer,
            boolean peerLost,
            @Nullable DirectoryRecord known,
            Collection<DirectoryRecord> all,
            long nowNs) {
        if (peerLost) {
            all.forEach(each -> doubt(each, peer, PeerState.SUSPECT, nowNs));
        }
        sessions.end(peer);
        if (known != null && known.opinion == PeerState.SUSPECT) {
            suspects.add(known);
        }
        listener.onState();
    }

    boolean hasSession(NodeId peer) {
        return sessions.contains(peer);
    }

    /** The run of a node that is alive on a link of this node, or -1. */
    long linkedRun(NodeId peer) {
        return sessions.linkedRun(peer);
    }

    /**
     * A peer is silent or lost: the opinion on it is sent to others, and what this node knows only through it is
     * suspect.
     */
    private void doubt(DirectoryRecord known, NodeId peer, PeerState state, long nowNs) {
        if (known.id().equals(peer)) {
            if (sessions.isWithRunOf(known)) {
                worsen(known, state, null, nowNs);
            }
        } else if (peer.equals(known.source) && sessions.with(known) == null) {
            worsen(known, PeerState.SUSPECT, null, nowNs);
        }
    }

    // ---- vouches

    /** A new entry was stored. */
    void begin(DirectoryRecord known, @Nullable DirectoryRecord before, @Nullable NodeId from, long nowNs) {
        if (before != null) {
            suspects.remove(before);
        }
        known.source = from;
        refresh(known, nowNs);
    }

    /** An entry was removed. */
    void end(DirectoryRecord known) {
        suspects.remove(known);
    }

    /** Raises the vouch if a session of this node shows that the owner is alive. */
    void confirm(DirectoryRecord known, long nowNs) {
        if (sessions.confirms(known) && known.vouch < DigestEntry.MAX_VOUCH) {
            set(known, known.vouch + 1, false, null, nowNs);
        }
    }

    /**
     * Compares a vouch for the same entry.
     *
     * @return {@link EntryVerdict#STALE_VOUCH} if this node knows a higher one, and must send it to the peer
     */
    EntryVerdict hear(DirectoryRecord known, int vouch, NodeId from, long nowNs) {
        take(known, vouch, false, from, nowNs);
        return vouch < known.vouch ? EntryVerdict.STALE_VOUCH : EntryVerdict.SAME;
    }

    /** Adopts a higher vouch, and exceeds it if others have counted further than this node knew. */
    private void take(DirectoryRecord known, int vouch, boolean urgent, NodeId from, long nowNs) {
        if (vouch > known.vouch) {
            boolean jump = vouch - known.vouch > 1;
            set(known, vouch, urgent, from, nowNs);
            if (jump) {
                confirm(known, nowNs);
            }
        }
    }

    /** A higher vouch refutes an opinion; then it is urgent. */
    private void set(DirectoryRecord known, int vouch, boolean urgent, @Nullable NodeId from, long nowNs) {
        boolean refuted = known.opinion != PeerState.ALIVE;
        suspects.remove(known);
        known.vouch = vouch;
        known.source = from;
        known.opinion = PeerState.ALIVE;
        refresh(known, nowNs);
        if (refuted) {
            listener.onState();
        }
        if (refuted || urgent) {
            listener.onOpinion(known.id(), from);
        } else {
            listener.onVouch(known.id(), from);
        }
    }

    private void refresh(DirectoryRecord known, long nowNs) {
        known.vouchedNs = nowNs;
        known.nextVouchNs = nowNs + VOUCH_NS + random.nextLong(VOUCH_SPREAD_NS);
    }

    // ---- opinions

    /**
     * Compares an opinion on the same entry.
     *
     * @return {@link EntryVerdict#STALE_VOUCH} if this node knows more, and must send it to the peer
     */
    EntryVerdict hear(DirectoryRecord known, int vouch, PeerState state, NodeId from, long nowNs) {
        take(known, vouch, true, from, nowNs);
        if (vouch == known.vouch) {
            worsen(known, state, from, nowNs);
        }
        return vouch == known.vouch && state == known.opinion ? EntryVerdict.SAME : EntryVerdict.STALE_VOUCH;
    }

    private void worsen(DirectoryRecord known, PeerState state, @Nullable NodeId from, long nowNs) {
        if (known.entry.left() || state.compareTo(known.opinion) <= 0) {
            return;
        }
        suspects.remove(known);
        known.opinion = state;
        if (sessions.confirms(known)) {
            if (mayRefute(known, nowNs)) {
                confirm(known, nowNs);
            } // else with the next tick
            return;
        }
        known.suspectNs = nowNs;
        if (state == PeerState.SUSPECT && !sessions.isWithRunOf(known)) {
            suspects.add(known);
        }
        listener.onState();
        listener.onOpinion(known.id(), from);
    }

    private static boolean mayRefute(DirectoryRecord known, long nowNs) {
        if (known.refuted && nowNs - known.refutedNs < REFUTE_SPACING_NS) {
            return false;
        }
        known.refuted = true;
        known.refutedNs = nowNs;
        return true;
    }

    /** This node's opinion on the owner of an entry. */
    PeerState state(DirectoryRecord known) {
        PeerSessions.PeerSession session = sessions.with(known);
        return session != null ? session.state() : known.opinion;
    }

    // ---- time

    /** To be called every second for each entry of another node that has not left; returns whether it has expired. */
    boolean tick(DirectoryRecord known, long nowNs) {
        if (sessions.confirms(known)) {
            if (nowNs - known.nextVouchNs >= 0 || known.opinion != PeerState.ALIVE) {
                confirm(known, nowNs);
            }
            return false;
        }
        if (sessions.with(known) != null) {
            return false;
        }
        if (nowNs - known.vouchedNs >= OVERDUE_NS) {
            worsen(known, PeerState.SUSPECT, null, nowNs);
        }
        return nowNs - known.vouchedNs >= EXPIRE_NS;
    }

    /** Marks nodes as down that have been suspect for long enough. */
    void tickSuspects(long nowNs) {
        while (!suspects.isEmpty() && suspects.first().suspectNs + suspicionNs.getAsLong() - nowNs <= 0) {
            worsen(suspects.first(), PeerState.DOWN, null, nowNs);
        }
    }

    /** When {@link #tickSuspects} is due: an hour from now at the latest. */
    long deadlineNs(long nowNs) {
        return suspects.isEmpty() ? nowNs + 3_600 * SECOND_NS : suspects.first().suspectNs + suspicionNs.getAsLong();
    }
}
