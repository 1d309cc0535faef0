package chaski.node.membership;

import chaski.api.NodeId;
import chaski.api.node.DirectoryEntry;
import chaski.api.node.PeerState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What this node knows of all nodes, itself included: their newest entries, and whether somebody still vouches for them.
 *
 * <p><b>Vouching.</b> Each entry has a counter, the vouch, beside its version. A node that has a session with the owner, and
 * does not take it for down, raises the counter when nobody has for 15 to 25 s; a new session raises it at once. The number
 * travels like the entry itself. An entry whose version and vouch have not grown for 60 s has no session left that leads to its
 * owner, over however many nodes, and expires. Since only a session can raise the number, nodes that merely repeat each other
 * keep nothing alive; since numbers are compared and not times, it does not matter how long a message was under way.
 *
 * <p>Both sides of a partition raise the number, each for itself, and the side that lost the owner may have come further before
 * it forgot. So a node that is told less than its last words on someone answers with them, and one with a session that learns of
 * a number more than one above its own raises it at once: then it is higher than any that was before.
 *
 * <p><b>Bounds.</b> There are at most so many nodes, and at most 64 MiB of entries. When it is full, tombstones make room first,
 * oldest first, then an entry without session makes room for one that comes from its owner's own mouth; other newcomers are
 * refused and counted.
 *
 * <p>Confined to the control loop.
 */
final class Directory {

    static final long SECOND_NS = 1_000_000_000L;
    static final long VOUCH_NS = 15 * SECOND_NS;
    static final long VOUCH_SPREAD_NS = 10 * SECOND_NS;
    static final long EXPIRE_NS = 60 * SECOND_NS;
    static final long TOMBSTONE_NS = 600 * SECOND_NS;

    /** Two vouches missed: told to users as suspect. */
    static final long DOUBT_NS = 40 * SECOND_NS;

    static final int MAX_BYTES = 64 << 20;

    private static final String FULL = "membership.refused.directoryFull";

    private final Owner owner;
    private final int limit;
    private final RandomGenerator random;
    private final Watcher watcher;
    private final NavigableMap<NodeId, Known> nodes = new TreeMap<>();
    private final Map<NodeId, Session> sessions = new HashMap<>();
    private final Forgotten forgotten;
    private long hash;
    private long bytes;
    private int tombstones;

    Directory(Owner owner, int limit, RandomGenerator random, Watcher watcher) {
        this.owner = owner;
        this.limit = limit;
        this.random = random;
        this.watcher = watcher;
        forgotten = new Forgotten(limit);
    }

    void announce(Announcement announcement, long nowNs) {
        owner.announce(announcement).ifPresent(entry -> put(new Known(entry, 0, nowNs), null, nowNs));
    }

    void leave(long nowNs) {
        owner.leave().ifPresent(entry -> put(new Known(entry, 0, nowNs), null, nowNs));
    }

    void reincarnate(long incarnation, long nowNs) {
        owner.reincarnate(incarnation).ifPresent(entry -> put(new Known(entry, 0, nowNs), null, nowNs));
    }

    /** A session with a run of a node stands; that is a vouch for its entry. */
    void sessionUp(NodeId peer, long incarnation, long nowNs) {
        sessions.put(peer, new Session(incarnation, PeerState.ALIVE));
        Known known = nodes.get(peer);
        if (known != null && vouchesFor(known)) {
            raiseVouch(known, nowNs);
        }
    }

    /** What the keep-alive thinks of a peer. It is told to users, and a peer that is down is not vouched for. */
    void annotate(NodeId peer, PeerState state) {
        sessions.computeIfPresent(peer, (unused, session) -> new Session(session.incarnation, state));
    }

    void sessionEnded(NodeId peer) {
        sessions.remove(peer);
    }

    /** Takes over an entry that a peer told, if it is newer than what is known. */
    Verdict merge(Told told, NodeId from, long nowNs) {
        Entry entry = told.entry();
        Row row = new Row(entry.id(), entry.incarnation(), entry.version(), told.vouch(), entry.left());
        if (entry.id().equals(owner.id)) {
            return meetSelf(row, entry, nowNs);
        }
        Verdict verdict = judge(row, from, nowNs);
        if (verdict != Verdict.WANTED) {
            return verdict;
        }
        if (told.ageSeconds() * SECOND_NS >= TOMBSTONE_NS || !makeRoom(entry, from, nowNs)) {
            return Verdict.IGNORED;
        }
        Known known = new Known(entry, vouch(row), nowNs);
        known.leftNs = nowNs - told.ageSeconds() * SECOND_NS;
        put(known, from, nowNs);
        if (vouchesFor(known)) {
            raiseVouch(known, nowNs);
        }
        return Verdict.NEWS;
    }

    /** Compares a row of a peer's digest with what is known. */
    Verdict compare(Row row, NodeId from, long nowNs) {
        return row.id().equals(owner.id) ? meetSelf(row, null, nowNs) : judge(row, from, nowNs);
    }

    /** Vouches, expires; to be called every second. */
    void tick(long nowNs) {
        List<Known> gone = new ArrayList<>();
        for (Known known : nodes.values()) {
            if (known.id().equals(owner.id)) {
                continue;
            }
            if (known.entry.left()) {
                if (nowNs - known.leftNs >= TOMBSTONE_NS) {
                    gone.add(known);
                }
            } else if (vouchesFor(known)) {
                if (nowNs - known.nextVouchNs >= 0) {
                    raiseVouch(known, nowNs);
                }
            } else if (!sessions.containsKey(known.id()) && nowNs - known.vouchedNs >= EXPIRE_NS) {
                gone.add(known);
            }
        }
        for (Known known : gone) {
            if (!known.entry.left()) {
                forgotten.add(known.row(), nowNs);
            }
            remove(known);
        }
        forgotten.expire(nowNs);
    }

    @Nullable
    Told told(NodeId id, long nowNs) {
        Known known = nodes.get(id);
        if (known == null) {
            return null;
        }
        long ageSeconds = known.entry.left() ? (nowNs - known.leftNs) / SECOND_NS : 0;
        return new Told(known.entry, known.vouch, (int) Math.min(ageSeconds, Told.MAX_AGE_SECONDS));
    }

    @Nullable
    Row row(NodeId id) {
        Known known = nodes.get(id);
        return known == null ? null : known.row();
    }

    /** Of a node that is not known any more: what was known last. */
    @Nullable
    Row lastRow(NodeId id) {
        Known known = nodes.get(id);
        return known == null ? forgotten.get(id) : known.row();
    }

    @Nullable
    Entry entry(NodeId id) {
        Known known = nodes.get(id);
        return known == null ? null : known.entry;
    }

    /** The nodes from one id to another, both included, ascending. */
    Collection<Known> range(NodeId from, NodeId to) {
        return nodes.subMap(from, true, to, true).values();
    }

    int size() {
        return nodes.size();
    }

    /** The sum of the hashes of all rows. */
    long hash() {
        return hash;
    }

    /** The other nodes that have not left, as users see them. */
    List<DirectoryEntry> view(long nowNs) {
        return nodes.values().stream()
                .filter(known -> !known.entry.left() && !known.id().equals(owner.id))
                .map(known -> known.entry.view(state(known, nowNs)))
                .toList();
    }

    PeerState state(NodeId id, long nowNs) {
        Known known = nodes.get(id);
        return known == null ? PeerState.ALIVE : state(known, nowNs);
    }

    private Verdict judge(Row row, NodeId from, long nowNs) {
        Known known = nodes.get(row.id());
        if (known == null) {
            return judgeStranger(row, from);
        }
        int order = known.entry.compareAge(row.incarnation(), row.version(), row.left());
        if (order != 0) {
            return order < 0 ? Verdict.WANTED : Verdict.STALE;
        }
        if (row.vouch() > known.vouch) {
            boolean jump = row.vouch() - known.vouch > 1;
            setVouch(known, row.vouch(), from, nowNs);
            if (jump && vouchesFor(known)) {
                raiseVouch(known, nowNs);
            }
            return Verdict.SAME;
        }
        return row.vouch() < known.vouch ? Verdict.STALE_VOUCH : Verdict.SAME;
    }

    private Verdict judgeStranger(Row row, NodeId from) {
        if (row.id().equals(from) || sessions.containsKey(row.id())) {
            return Verdict.WANTED;
        }
        if (forgotten.covers(row)) {
            return forgotten.lacksOnlyVouch(row) ? Verdict.STALE_VOUCH : Verdict.IGNORED;
        }
        if (isFull()) {
            watcher.onRefused(FULL);
            return Verdict.IGNORED;
        }
        return Verdict.WANTED;
    }

    private Verdict meetSelf(Row row, @Nullable Entry body, long nowNs) {
        switch (owner.meet(row, body)) {
            case SAME -> {
                Known self = nodes.get(owner.id);
                if (self != null) {
                    self.vouch = Math.max(self.vouch, row.vouch());
                }
                return Verdict.SAME;
            }
            case OLDER -> {
                return Verdict.STALE;
            }
            case FOREIGN -> {
                put(new Known(owner.raise(row.version()), 0, nowNs), null, nowNs);
                return Verdict.IGNORED;
            }
            case SUPERSEDED -> {
                watcher.onSuperseded(row.incarnation());
                return Verdict.IGNORED;
            }
            case NOTHING_TO_SAY -> {
                return Verdict.IGNORED;
            }
        }
        throw new AssertionError(row);
    }

    private boolean vouchesFor(Known known) {
        Session session = sessions.get(known.id());
        return session != null
                && session.state != PeerState.DOWN
                && session.incarnation == known.entry.incarnation()
                && !known.entry.left();
    }

    private void raiseVouch(Known known, long nowNs) {
        if (known.vouch < Row.MAX_VOUCH) {
            setVouch(known, known.vouch + 1, null, nowNs);
        }
    }

    private void setVouch(Known known, int vouch, @Nullable NodeId from, long nowNs) {
        known.vouch = vouch;
        refresh(known, nowNs);
        watcher.onVouch(known.id(), from);
    }

    private void refresh(Known known, long nowNs) {
        known.vouchedNs = nowNs;
        known.nextVouchNs = nowNs + VOUCH_NS + random.nextLong(VOUCH_SPREAD_NS);
    }

    /** An owner that was cut off may know an older vouch of itself than was current when it was forgotten. */
    private int vouch(Row row) {
        Row last = forgotten.get(row.id());
        if (last == null || last.incarnation() != row.incarnation() || last.version() != row.version()) {
            return row.vouch();
        }
        return Math.max(last.vouch(), row.vouch());
    }

    private void put(Known known, @Nullable NodeId from, long nowNs) {
        refresh(known, nowNs);
        forgotten.remove(known.id());
        Known before = nodes.put(known.id(), known);
        count(before, known);
        watcher.onChange(known.id(), before == null ? null : before.entry, known.entry, from);
    }

    private void remove(Known known) {
        nodes.remove(known.id());
        count(known, null);
        watcher.onChange(known.id(), known.entry, null, null);
    }

    private void count(@Nullable Known before, @Nullable Known after) {
        hash += (after == null ? 0 : after.hash) - (before == null ? 0 : before.hash);
        bytes += (after == null ? 0 : after.bytes) - (before == null ? 0 : before.bytes);
        tombstones += (after != null && after.entry.left() ? 1 : 0) - (before != null && before.entry.left() ? 1 : 0);
    }

    private boolean makeRoom(Entry entry, NodeId from, long nowNs) {
        Known before = nodes.get(entry.id());
        int more = EntryCodec.bytes(entry) - (before == null ? 0 : before.bytes);
        while ((before == null && nodes.size() >= limit) || bytes + more > MAX_BYTES) {
            Known victim = victim(entry.id(), from.equals(entry.id()), nowNs);
            if (victim == null) {
                watcher.onRefused(FULL);
                return false;
            }
            forgotten.add(victim.row(), nowNs);
            remove(victim);
        }
        return true;
    }

    private @Nullable Known victim(NodeId newcomer, boolean fromItsOwner, long nowNs) {
        return nodes.values().stream()
                .filter(known -> !known.id().equals(owner.id) && !known.id().equals(newcomer))
                .filter(known -> known.entry.left() || (fromItsOwner && !sessions.containsKey(known.id())))
                .min(Comparator.<Known>comparingInt(known -> known.entry.left() ? 0 : 1)
                        .thenComparingLong(known -> known.vouchedNs - nowNs))
                .orElse(null);
    }

    /** So that what would be refused anyway is not asked for every ten seconds. */
    private boolean isFull() {
        return nodes.size() >= limit && tombstones == 0;
    }

    private PeerState state(Known known, long nowNs) {
        Session session = sessions.get(known.id());
        if (session != null) {
            return session.state;
        }
        return nowNs - known.vouchedNs >= DOUBT_NS ? PeerState.SUSPECT : PeerState.ALIVE;
    }

    private record Session(long incarnation, PeerState state) {}
}
