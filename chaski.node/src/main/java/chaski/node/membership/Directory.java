package chaski.node.membership;

import chaski.api.NodeId;
import chaski.api.node.DirectoryEntry;
import chaski.api.node.PeerState;
import chaski.node.identity.OwnerProof;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What this node knows of all nodes, itself included: their newest entries, and whether a node still vouches for them.
 *
 * <p>{@link DirectoryStore} keeps the records within their bounds, and {@link Vouching} decides whether their owners are alive. This class
 * compares what peers report with what is known.
 *
 * <p><b>Implausible entries</b> are ignored and counted: those of an incarnation years ahead, and, unless they come from the owner itself,
 * those of a version that is higher by a million than the known one. The true owner could never surpass them.
 *
 * <p>Confined to the control loop.
 */
final class Directory {

    static final long SECOND_NS = 1_000_000_000L;
    static final long TOMBSTONE_NS = 600 * SECOND_NS;

    static final int MAX_BYTES = DirectoryStore.MAX_BYTES;

    /** Nodes change their entries at most every few milliseconds. */
    static final long MAX_VERSION_JUMP = 1 << 20;

    private final OwnEntry owner;
    private final DirectoryListener listener;
    private final Vouching vouching;
    private final LongPredicate plausibleRun;
    private final DirectoryShares shares;
    private final ExpiredEntries expired;
    private final DirectoryStore nodes;
    private final OwnRecord own;

    Directory(
            OwnEntry owner,
            int limit,
            DirectoryListener listener,
            Vouching vouching,
            LongPredicate plausibleRun,
            MembershipSecurity security) {
        this.owner = owner;
        this.listener = listener;
        this.vouching = vouching;
        this.plausibleRun = plausibleRun;
        shares = new DirectoryShares(limit, MAX_BYTES);
        expired = new ExpiredEntries(limit);
        nodes = new DirectoryStore(owner.id, limit, shares, expired, vouching, listener);
        own = new OwnRecord(owner, nodes, listener, security);
    }

    /** The entry of this node. */
    OwnRecord own() {
        return own;
    }

    /** A session with an incarnation of a node began; that is a vouch for its entry. */
    void sessionUp(NodeId peer, long incarnation, long nowNs) {
        DirectoryRecord known = nodes.get(peer);
        if (known != null) {
            shares.remove(known);
        }
        vouching.sessionUp(peer, incarnation, known, nowNs);
    }

    /** The opinion on a peer changed, or whether its session has a link. */
    void annotate(NodeId peer, PeerState state, boolean linked, long nowNs) {
        vouching.annotate(peer, state, linked, nodes.all(), nowNs);
        DirectoryRecord known = nodes.get(peer);
        if (known != null && known.opinion != PeerState.ALIVE) {
            vouching.confirm(known, nowNs);
        }
    }

    /** A session has ended; {@code peerLost} if the peer may have ended with it. */
    void sessionEnded(NodeId peer, boolean peerLost, long nowNs) {
        shares.gone(peer);
        DirectoryRecord known = nodes.get(peer);
        vouching.sessionEnded(peer, peerLost, known, nodes.all(), nowNs);
        if (known != null && !known.entry.left()) {
            shares.remove(known);
            shares.addOrphan(known);
        }
    }

    /** Stores an entry from a peer, if it is newer than the known one. */
    EntryVerdict merge(AdvertisedEntry advertised, NodeId from, long nowNs) {
        NodeEntry entry = advertised.entry();
        DigestEntry row = advertised.row();
        if (entry.id().equals(owner.id)) {
            return meetSelf(row, entry, from, nowNs);
        }
        EntryVerdict verdict = judge(row, from, nowNs);
        if (verdict != EntryVerdict.WANTED) {
            return verdict;
        }
        if (advertised.ageSeconds() * SECOND_NS >= TOMBSTONE_NS || !nodes.makeRoom(advertised, from, nowNs)) {
            return EntryVerdict.IGNORED;
        }
        DirectoryRecord known = new DirectoryRecord(advertised, vouch(row), nowNs);
        known.leftNs = nowNs - advertised.ageSeconds() * SECOND_NS;
        nodes.put(known, from, nowNs);
        vouching.confirm(known, nowNs);
        return EntryVerdict.NEWS;
    }

    /** The entry after a change, with the proof that the change contains; empty if this node lacks the version that was changed. */
    Optional<AdvertisedEntry> changed(EntryChange change) {
        DirectoryRecord known = nodes.get(change.id());
        if (known == null || change.id().equals(owner.id)) {
            return Optional.empty();
        }
        OwnerProof proof = known.proof == null ? null : known.proof.withSignature(change.signature());
        return change.applyTo(known.entry).map(entry -> new AdvertisedEntry(entry, change.vouch(), 0, proof));
    }

    /** An entry was stored whose proof is valid for some time. */
    void proven(NodeId id, long expiryMs) {
        DirectoryRecord known = nodes.get(id);
        if (known != null) {
            known.expiryMs = expiryMs;
        }
    }

    /** Removes an entry whose proof is not accepted any more; false if there is none, or it is this node's own. */
    boolean untrust(NodeId id, long nowNs) {
        DirectoryRecord known = nodes.get(id);
        if (known == null || id.equals(owner.id)) {
            return false;
        }
        nodes.expire(known, nowNs);
        return true;
    }

    /** The proof of an entry, in closed networks. */
    @Nullable
    OwnerProof proof(NodeId id) {
        DirectoryRecord known = nodes.get(id);
        return known == null ? null : known.proof;
    }

    /** Compares an entry of a peer's digest with the known one. */
    EntryVerdict compare(DigestEntry row, NodeId from, long nowNs) {
        return row.id().equals(owner.id) ? meetSelf(row, null, from, nowNs) : judge(row, from, nowNs);
    }

    /** Compares an opinion with what is known; {@link EntryVerdict#STALE_VOUCH} if this node knows more than the peer. */
    EntryVerdict hear(Opinion opinion, NodeId from, long nowNs) {
        DigestEntry row = opinion.row();
        if (row.id().equals(owner.id)) {
            return meetSelf(row, null, from, nowNs);
        }
        DirectoryRecord known = nodes.get(row.id());
        if (!isPlausible(row, known, from)) {
            return EntryVerdict.IGNORED;
        }
        EntryVerdict byLink = judgeByLink(row, known);
        if (byLink != null) {
            return byLink;
        }
        if (known == null) {
            return judgeStranger(row, from, nowNs);
        }
        int order = known.entry.compareAge(row.incarnation(), row.version(), row.left());
        if (order != 0) {
            return order < 0 ? EntryVerdict.WANTED : EntryVerdict.STALE;
        }
        int before = known.vouch;
        EntryVerdict verdict = vouching.hear(known, row.vouch(), opinion.state(), from, nowNs);
        return vouched(known, before, from, verdict);
    }

    /** Marks nodes as down that have been suspect for long enough; to be called at {@link #deadlineNs}. */
    void tickSuspects(long nowNs) {
        vouching.tickSuspects(nowNs);
    }

    /** When {@link #tickSuspects} is due: an hour from now at the latest. */
    long deadlineNs(long nowNs) {
        return vouching.deadlineNs(nowNs);
    }

    /** Vouches for entries and expires them; to be called every second. */
    void tick(long nowNs) {
        List<DirectoryRecord> gone = new ArrayList<>();
        for (DirectoryRecord known : nodes.all()) {
            if (known.id().equals(owner.id)) {
                continue;
            }
            boolean over = known.entry.left() ? nowNs - known.leftNs >= TOMBSTONE_NS : vouching.tick(known, nowNs);
            if (over) {
                gone.add(known);
            }
        }
        for (DirectoryRecord known : gone) {
            if (known.entry.left()) {
                nodes.remove(known);
            } else {
                nodes.expire(known, nowNs);
            }
        }
        expired.expire(nowNs);
    }

    @Nullable
    AdvertisedEntry advertised(NodeId id, long nowNs) {
        DirectoryRecord known = nodes.get(id);
        if (known == null) {
            return null;
        }
        long ageSeconds = known.entry.left() ? (nowNs - known.leftNs) / SECOND_NS : 0;
        return new AdvertisedEntry(
                known.entry, known.vouch, (int) Math.min(ageSeconds, AdvertisedEntry.MAX_AGE_SECONDS), known.proof);
    }

    @Nullable
    DigestEntry row(NodeId id) {
        DirectoryRecord known = nodes.get(id);
        return known == null ? null : known.row();
    }

    /** The opinion on a node that is known and has not left. */
    @Nullable
    Opinion opinion(NodeId id) {
        DirectoryRecord known = nodes.get(id);
        return known == null || known.entry.left() ? null : new Opinion(known.row(), known.opinion);
    }

    /** The nodes that are not considered alive. */
    List<NodeId> doubted() {
        return nodes.all().stream()
                .filter(known -> known.opinion != PeerState.ALIVE)
                .map(DirectoryRecord::id)
                .toList();
    }

    /** The digest entry of a node, also of one that has expired. */
    @Nullable
    DigestEntry lastRow(NodeId id) {
        DirectoryRecord known = nodes.get(id);
        return known == null ? expired.get(id) : known.row();
    }

    @Nullable
    NodeEntry entry(NodeId id) {
        DirectoryRecord known = nodes.get(id);
        return known == null ? null : known.entry;
    }

    /** The peer that announced a node without a session; otherwise the node itself. */
    NodeId announcer(NodeId id) {
        DirectoryRecord known = nodes.get(id);
        NodeId announcer = known == null ? null : shares.announcer(known);
        return announcer == null ? id : announcer;
    }

    /** True for the entries of this node and of its peers. */
    NodeId ownId() {
        return owner.id;
    }

    boolean isFirstHand(NodeId id) {
        return id.equals(owner.id) || vouching.hasSession(id);
    }

    /** The nodes from one id to another, both included, ascending. */
    Collection<DirectoryRecord> range(NodeId from, NodeId to) {
        return nodes.range(from, to);
    }

    int size() {
        return nodes.size();
    }

    /** The sum of the hashes of all entries. */
    long hash() {
        return nodes.hash();
    }

    /** The other nodes that have not left, as users see them. */
    List<DirectoryEntry> view() {
        return nodes.all().stream()
                .filter(known -> !known.entry.left() && !known.id().equals(owner.id))
                .map(known -> known.view(vouching.state(known)))
                .toList();
    }

    List<NodeEntry> alive() {
        return nodes.all().stream()
                .filter(known -> !known.entry.left() && !known.id().equals(owner.id))
                .filter(known -> vouching.state(known) == PeerState.ALIVE)
                .map(known -> known.entry)
                .toList();
    }

    PeerState state(NodeId id) {
        DirectoryRecord known = nodes.get(id);
        return known == null ? PeerState.ALIVE : vouching.state(known);
    }

    private EntryVerdict judge(DigestEntry row, NodeId from, long nowNs) {
        DirectoryRecord known = nodes.get(row.id());
        if (!isPlausible(row, known, from)) {
            return EntryVerdict.IGNORED;
        }
        EntryVerdict byLink = judgeByLink(row, known);
        if (byLink != null) {
            return byLink;
        }
        if (known == null) {
            return judgeStranger(row, from, nowNs);
        }
        int order = known.entry.compareAge(row.incarnation(), row.version(), row.left());
        if (order != 0) {
            return order < 0 ? EntryVerdict.WANTED : EntryVerdict.STALE;
        }
        int before = known.vouch;
        EntryVerdict verdict = vouching.hear(known, row.vouch(), from, nowNs);
        return vouched(known, before, from, verdict);
    }

    private EntryVerdict vouched(DirectoryRecord known, int before, NodeId from, EntryVerdict verdict) {
        if (known.vouch > before) {
            shares.vouched(known, from);
        }
        return verdict;
    }

    /** An entry that its owner could never surpass is ignored, by the owner as well. */
    private boolean isPlausible(DigestEntry row, @Nullable DirectoryRecord known, NodeId from) {
        if (!plausibleRun.test(row.incarnation())) {
            listener.onRefused("membership.refused.incarnation");
            return false;
        }
        boolean jumps = known != null
                && known.entry.incarnation() == row.incarnation()
                && row.version() - known.entry.version() > MAX_VERSION_JUMP
                && !row.id().equals(from);
        if (jumps) {
            listener.onRefused("membership.refused.version");
        }
        return !jumps;
    }

    /**
     * While this node has a link to one incarnation of a node, reports of another one of the same id are ignored, even
     * of a later one. When the link is lost, the next summary brings it.
     */
    private @Nullable EntryVerdict judgeByLink(DigestEntry row, @Nullable DirectoryRecord known) {
        long linked = vouching.linkedRun(row.id());
        if (linked < 0) {
            return null;
        }
        if (row.incarnation() > linked) {
            listener.onRefused("membership.refused.otherRun");
            return EntryVerdict.IGNORED;
        }
        boolean isForOther = known != null && known.entry.incarnation() > linked;
        return isForOther && row.incarnation() == linked ? EntryVerdict.WANTED : null;
    }

    private EntryVerdict judgeStranger(DigestEntry row, NodeId from, long nowNs) {
        if (row.id().equals(from) || vouching.hasSession(row.id())) {
            return EntryVerdict.WANTED;
        }
        if (expired.covers(row)) {
            return expired.lacksOnlyVouch(row) ? EntryVerdict.STALE_VOUCH : EntryVerdict.IGNORED;
        }
        return nodes.refuses(from, nowNs) ? EntryVerdict.IGNORED : EntryVerdict.WANTED;
    }

    private EntryVerdict meetSelf(DigestEntry row, @Nullable NodeEntry body, NodeId from, long nowNs) {
        return isPlausible(row, nodes.get(owner.id), from) ? own.meet(row, body, nowNs) : EntryVerdict.IGNORED;
    }

    /** An owner that was disconnected may know an older vouch of itself than was current when it expired. */
    private int vouch(DigestEntry row) {
        DigestEntry last = expired.get(row.id());
        if (last == null || last.incarnation() != row.incarnation() || last.version() != row.version()) {
            return row.vouch();
        }
        return Math.max(last.vouch(), row.vouch());
    }
}
