package chaski.node.membership;

import chaski.api.NodeId;
import chaski.api.node.PeerState;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is still to be said to one peer. Nearly all of it is state: which entries the peer may not know, not their bytes. So a
 * peer that cannot be written to costs no more than a set of ids, and gets the latest of each when it can. Only queries, answers
 * and reports are kept as bytes, up to a limit, beyond which they are dropped, and the rest of one entry that goes in parts.
 *
 * <p><b>Pace.</b> Entries are sent at {@link #ENTRIES_BYTES_PER_SECOND} after a first {@link #BURST_BYTES}, so that a large directory does
 * not overrun a peer. Entries of this node and its peers are sent first, so that a flood of others does not delay them.
 *
 * <p>Of an entry that changed only the change is sent, if the peer takes it; a peer that lacks what was before asks for the entry.
 *
 * <p>Entries and opinions go out at once when nothing went in the last 20 ms, and otherwise together after that time: quick when the
 * network is quiet, few messages when a thousand nodes start. Vouches are gathered for a second. A peer that does not take opinions
 * gets the vouches that refute them.
 */
final class GossipQueue {

    static final long ENTRIES_SPACING_NS = 20_000_000L;
    static final long VOUCHES_SPACING_NS = 1_000_000_000L;
    static final int MAX_QUEUED_BYTES = 1 << 20;

    /** A peer takes 4 MiB that it has not worked off: twice what comes in a second. */
    static final long ENTRIES_BYTES_PER_SECOND = 2 << 20;

    static final long BURST_BYTES = 1 << 20;

    final NodeId peer;
    final boolean observer;
    private final PeerTraits traits;
    /** When the next summary goes. */
    long summaryNs;
    /** When the last digest was begun. */
    long digestNs;

    private final Directory directory;
    /** Each with the entry that the peer is taken to know, or empty if it is to get all. */
    private final Map<NodeId, Optional<NodeEntry>> entries = new LinkedHashMap<>();

    /** The same for entries of this node and its peers. */
    private final Map<NodeId, Optional<NodeEntry>> firstHand = new LinkedHashMap<>();

    private final Set<NodeId> opinions = new LinkedHashSet<>();
    private final Set<NodeId> vouches = new LinkedHashSet<>();
    private final Set<NodeId> wanted = new LinkedHashSet<>();
    /** What goes next, whatever else is due: messages that were made together with one that has gone. */
    private final Deque<MembershipMessage> begun = new ArrayDeque<>();

    private final Deque<ByteBuffer> queued = new ArrayDeque<>();
    private int queuedBytes;
    private @Nullable SessionNeed need;
    private @Nullable NodeId digestFrom;
    private boolean summary;
    private long entriesNs;
    private long pacedUntilNs;
    private long opinionsNs;
    private long vouchesNs;

    GossipQueue(NodeId peer, PeerTraits traits, Directory directory, long nowNs) {
        this.peer = peer;
        this.traits = traits;
        observer = traits.observer();
        this.directory = directory;
        entriesNs = nowNs;
        pacedUntilNs = nowNs;
        opinionsNs = nowNs;
        vouchesNs = nowNs;
        summaryNs = nowNs;
        digestNs = nowNs;
    }

    /** The peer gets an entry. */
    void entry(NodeId id) {
        of(id).put(id, Optional.empty());
        vouches.remove(id);
    }

    /** The peer gets what is new in an entry since the first of several changes. */
    void changed(NodeId id, @Nullable NodeEntry before) {
        of(id).putIfAbsent(id, Optional.ofNullable(before));
        vouches.remove(id);
    }

    /** The peer hears of a vouch; not of one for itself, which it has no use for. */
    void vouch(NodeId id) {
        if (!id.equals(peer) && !owes(id) && !opinions.contains(id)) {
            vouches.add(id);
        }
    }

    /** The peer hears what this node thinks of another one; not of itself. */
    void opinion(NodeId id) {
        if (!traits.takesOpinions()) {
            vouch(id);
        } else if (!id.equals(peer)) {
            opinions.add(id);
            vouches.remove(id);
        }
    }

    void want(NodeId id) {
        wanted.add(id);
    }

    /** The peer thinks of a node what this one does. */
    void agreed(NodeId id) {
        opinions.remove(id);
        vouches.remove(id);
    }

    /** The peer knows what there is to know of a node. */
    void settled(NodeId id) {
        entries.remove(id);
        firstHand.remove(id);
        vouches.remove(id);
        wanted.remove(id);
    }

    void need(SessionNeed value) {
        need = value;
    }

    void digest(long nowNs) {
        digestFrom = IdRange.FIRST;
        digestNs = nowNs;
        summary = false;
    }

    void summary() {
        summary = digestFrom == null;
    }

    /** Returns false when there is no room. */
    boolean queue(ByteBuffer message) {
        if (queuedBytes + message.remaining() > MAX_QUEUED_BYTES) {
            return false;
        }
        queuedBytes += message.remaining();
        queued.add(message);
        return true;
    }

    /** Entries need not wait any longer: the node is leaving. */
    void hurry(long nowNs) {
        entriesNs = nowNs;
        pacedUntilNs = nowNs;
    }

    boolean isEmpty() {
        return !hasUrgent() && owesNothing() && opinions.isEmpty() && vouches.isEmpty();
    }

    /** When {@link #next} has something, at the latest; only for one that is not empty. */
    long dueNs(long nowNs) {
        if (hasUrgent()) {
            return nowNs;
        }
        long dueNs = nowNs + 3_600 * Directory.SECOND_NS;
        dueNs = owesNothing() ? dueNs : earlier(dueNs, entriesDueNs());
        dueNs = opinions.isEmpty() ? dueNs : earlier(dueNs, opinionsNs);
        return vouches.isEmpty() ? dueNs : earlier(dueNs, vouchesNs);
    }

    private static long earlier(long a, long b) {
        return a - b < 0 ? a : b;
    }

    /** Where an entry waits, or is to wait. */
    private Map<NodeId, Optional<NodeEntry>> of(NodeId id) {
        return entries.containsKey(id) || !directory.isFirstHand(id) ? entries : firstHand;
    }

    private boolean owes(NodeId id) {
        return entries.containsKey(id) || firstHand.containsKey(id);
    }

    private boolean owesNothing() {
        return entries.isEmpty() && firstHand.isEmpty();
    }

    private long entriesDueNs() {
        long pacedNs = pacedUntilNs - nsFor(BURST_BYTES);
        return pacedNs - entriesNs > 0 ? pacedNs : entriesNs;
    }

    private static long nsFor(long bytes) {
        return bytes * Directory.SECOND_NS / ENTRIES_BYTES_PER_SECOND;
    }

    /** Takes the next message, if one is due. */
    @Nullable
    ByteBuffer next(long nowNs) {
        MembershipMessage rest = begun.poll();
        if (rest != null) {
            return MembershipCodec.encode(rest);
        }
        if (need != null) {
            MembershipMessage message = new MembershipMessage.Needs(need);
            need = null;
            return MembershipCodec.encode(message);
        }
        if (!wanted.isEmpty()) {
            return MembershipCodec.encode(new MembershipMessage.Wanted(take(wanted, MembershipCodec.MAX_IDS)));
        }
        if (!owesNothing() && nowNs - entriesDueNs() >= 0) {
            return MembershipCodec.encode(takeEntries(nowNs));
        }
        if (!opinions.isEmpty() && nowNs - opinionsNs >= 0) {
            return MembershipCodec.encode(takeOpinions(nowNs));
        }
        if (!vouches.isEmpty() && nowNs - vouchesNs >= 0) {
            return MembershipCodec.encode(takeVouches(nowNs));
        }
        if (digestFrom != null) {
            return MembershipCodec.encode(takeDigest(digestFrom));
        }
        if (summary) {
            summary = false;
            return MembershipCodec.encode(new MembershipMessage.Summary(directory.hash(), directory.size()));
        }
        ByteBuffer message = queued.poll();
        queuedBytes -= message == null ? 0 : message.remaining();
        return message;
    }

    private boolean hasUrgent() {
        return !begun.isEmpty()
                || need != null
                || !wanted.isEmpty()
                || digestFrom != null
                || summary
                || !queued.isEmpty();
    }

    /** Takes as many entries and changes as go together; what does not fit the first message of them goes next. */
    private MembershipMessage takeEntries(long nowNs) {
        EntryBatch batch = new EntryBatch(traits.takesChanges());
        if (fill(batch, firstHand, nowNs)) {
            fill(batch, entries, nowNs);
        }
        if (owesNothing()) {
            entriesNs = nowNs + ENTRIES_SPACING_NS;
        }
        pacedUntilNs = (pacedUntilNs - nowNs > 0 ? pacedUntilNs : nowNs) + nsFor(batch.bytes());
        begun.addAll(batch.messages());
        return begun.remove();
    }

    /** Moves entries to a batch as long as there is room; false if some are left. */
    private boolean fill(EntryBatch batch, Map<NodeId, Optional<NodeEntry>> from, long nowNs) {
        Iterator<Map.Entry<NodeId, Optional<NodeEntry>>> all = from.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<NodeId, Optional<NodeEntry>> next = all.next();
            AdvertisedEntry whole = directory.told(next.getKey(), nowNs);
            if (whole != null) {
                if (!batch.add(next.getValue(), whole)) {
                    return false;
                }
                tellOpinion(next.getKey());
            }
            all.remove();
        }
        return true;
    }

    /** An entry comes without an opinion. */
    private void tellOpinion(NodeId id) {
        Opinion opinion = directory.opinion(id);
        if (opinion != null && opinion.state() != PeerState.ALIVE) {
            opinion(id);
        }
    }

    private MembershipMessage takeOpinions(long nowNs) {
        List<Opinion> taken = take(opinions, MembershipCodec.MAX_OPINIONS).stream()
                .flatMap(id -> Stream.ofNullable(directory.opinion(id)))
                .toList();
        if (opinions.isEmpty()) {
            opinionsNs = nowNs + ENTRIES_SPACING_NS;
        }
        return new MembershipMessage.Opinions(taken);
    }

    private MembershipMessage takeVouches(long nowNs) {
        List<DigestEntry> rows = take(vouches, MembershipCodec.MAX_ROWS).stream()
                .flatMap(id -> Stream.ofNullable(directory.lastRow(id)))
                .toList();
        if (vouches.isEmpty()) {
            vouchesNs = nowNs + VOUCHES_SPACING_NS;
        }
        return new MembershipMessage.Vouches(rows);
    }

    private MembershipMessage takeDigest(NodeId from) {
        List<DigestEntry> rows = directory.range(from, IdRange.LAST).stream()
                .limit(MembershipCodec.MAX_ROWS)
                .map(DirectoryRecord::row)
                .toList();
        boolean all = rows.size() < MembershipCodec.MAX_ROWS
                || rows.get(rows.size() - 1).id().equals(IdRange.LAST);
        NodeId to = all ? IdRange.LAST : rows.get(rows.size() - 1).id();
        digestFrom = all ? null : IdRange.after(to);
        return new MembershipMessage.Digest(from, to, rows);
    }

    private static List<NodeId> take(Set<NodeId> ids, int max) {
        List<NodeId> taken = new ArrayList<>(Math.min(ids.size(), max));
        Iterator<NodeId> each = ids.iterator();
        while (each.hasNext() && taken.size() < max) {
            taken.add(each.next());
            each.remove();
        }
        return taken;
    }
}
