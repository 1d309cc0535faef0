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
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The pending messages to one peer. Nearly all of them are state: the ids of entries that the peer may lack, not their
 * bytes. A peer that is not writable therefore costs no more than a set of ids, and gets the latest of each entry once
 * it is writable. Only queries, answers and reports are kept as bytes, up to a limit, beyond which they are dropped,
 * and the rest of one entry that is sent in parts.
 *
 * <p><b>Pace.</b> Entries are sent at {@link #ENTRIES_BYTES_PER_SECOND} after a first {@link #BURST_BYTES}, so that a large directory does
 * not overrun a peer. Entries of this node and its peers are sent first, so that a flood of others does not delay them.
 *
 * <p>Only the change of a changed entry is sent, if the peer accepts changes; a peer that lacks the version before
 * requests the entry.
 *
 * <p>Entries and opinions are sent immediately if none were sent in the last 20 ms, and otherwise together after that
 * time: quick while the network is quiet, few messages when a thousand nodes start. Vouches are collected for a second.
 * A peer that does not accept opinions gets the vouches that refute them.
 */
final class GossipQueue {

    static final long ENTRIES_SPACING_NS = 20_000_000L;
    static final long VOUCHES_SPACING_NS = 1_000_000_000L;
    static final int MAX_QUEUED_BYTES = 1 << 20;

    /** A peer accepts 4 MiB that it has not processed: twice what arrives in a second. */
    static final long ENTRIES_BYTES_PER_SECOND = 2 << 20;

    static final long BURST_BYTES = 1 << 20;

    final NodeId peer;
    final boolean observer;
    private final PeerTraits traits;
    /** When the next summary is sent. */
    long summaryNs;
    /** When the latest digest was started. */
    long digestNs;

    private final Directory directory;

    /** False while the grants do not allow the peer to see the directory. */
    private final BooleanSupplier sees;

    /** Each with the entry that the peer presumably knows, or empty to send all. */
    private final Map<NodeId, Optional<NodeEntry>> entries = new LinkedHashMap<>();

    /** The same for entries of this node and its peers. */
    private final Map<NodeId, Optional<NodeEntry>> firstHand = new LinkedHashMap<>();

    private final Set<NodeId> opinions = new LinkedHashSet<>();
    private final Set<NodeId> vouches = new LinkedHashSet<>();
    private final Set<NodeId> wanted = new LinkedHashSet<>();
    /** The messages to send next, in any case: those created together with one that was sent. */
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

    GossipQueue(NodeId peer, PeerTraits traits, Directory directory, BooleanSupplier sees, long nowNs) {
        this.peer = peer;
        this.traits = traits;
        observer = traits.observer();
        this.directory = directory;
        this.sees = sees;
        entriesNs = nowNs;
        pacedUntilNs = nowNs;
        opinionsNs = nowNs;
        vouchesNs = nowNs;
        summaryNs = nowNs;
        digestNs = nowNs;
    }

    /** Queues an entry. */
    void entry(NodeId id) {
        of(id).put(id, Optional.empty());
        vouches.remove(id);
    }

    /** Queues the changes of an entry since the first of several changes. */
    void changed(NodeId id, @Nullable NodeEntry before) {
        of(id).putIfAbsent(id, Optional.ofNullable(before));
        vouches.remove(id);
    }

    /** Queues a vouch; not one for the peer itself, which has no use for it. */
    void vouch(NodeId id) {
        if (!id.equals(peer) && !owes(id) && !opinions.contains(id)) {
            vouches.add(id);
        }
    }

    /** Queues the opinion on a node; not the opinion on the peer itself. */
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

    /** The peer has the same opinion on a node. */
    void agreed(NodeId id) {
        opinions.remove(id);
        vouches.remove(id);
    }

    /** The peer has the latest entry of a node. */
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

    /** Queues bytes; returns false if there is no room. */
    boolean queue(ByteBuffer message) {
        if (queuedBytes + message.remaining() > MAX_QUEUED_BYTES) {
            return false;
        }
        queuedBytes += message.remaining();
        queued.add(message);
        return true;
    }

    /** Sends entries without delay, because the node leaves. */
    void hurry(long nowNs) {
        entriesNs = nowNs;
        pacedUntilNs = nowNs;
    }

    boolean isEmpty() {
        return !hasUrgent() && owesNothing() && opinions.isEmpty() && vouches.isEmpty();
    }

    /** When {@link #next} returns a message, at the latest; only for a queue that is not empty. */
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

    /** The queue that an entry waits in, or belongs to. */
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

    /** Removes the next message, if one is due. */
    @Nullable
    ByteBuffer next(long nowNs) {
        if (!sees.getAsBoolean()) {
            forgetOthers();
        }
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

    /** Removes what is about nodes other than this one. The own entry takes the place of a digest. */
    private void forgetOthers() {
        if (digestFrom != null) {
            firstHand.putIfAbsent(directory.ownId(), Optional.empty());
        }
        digestFrom = null;
        summary = false;
        entries.clear();
        firstHand.keySet().retainAll(Set.of(directory.ownId()));
        opinions.retainAll(Set.of(directory.ownId()));
        vouches.clear();
    }

    private boolean hasUrgent() {
        return !begun.isEmpty()
                || need != null
                || !wanted.isEmpty()
                || digestFrom != null
                || summary
                || !queued.isEmpty();
    }

    /** Removes as many entries and changes as are sent together; what does not fit the first message follows next. */
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

    /** Moves entries to a batch while there is room; false if some are left. */
    private boolean fill(EntryBatch batch, Map<NodeId, Optional<NodeEntry>> from, long nowNs) {
        Iterator<Map.Entry<NodeId, Optional<NodeEntry>>> all = from.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<NodeId, Optional<NodeEntry>> next = all.next();
            AdvertisedEntry whole = directory.advertised(next.getKey(), nowNs);
            if (whole != null) {
                if (!batch.add(next.getValue(), whole)) {
                    return false;
                }
                addOpinion(next.getKey());
            }
            all.remove();
        }
        return true;
    }

    /** Queues the opinion on a node whose entry is sent: an entry carries none. */
    private void addOpinion(NodeId id) {
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
