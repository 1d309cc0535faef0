package chaski.node.membership;

import chaski.api.NodeId;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the directories of connected peers equal. A change is sent to all peers except its sender; peers forward it in
 * the same way. When a session begins, both sides send a digest; after that, every ten seconds with jitter, a summary,
 * and a digest again if the summaries differ. The answer to a digest consists of the entries that the other side lacks
 * and a request for those that it has newer, so one digest repairs both sides.
 *
 * <p>Observers are sent everything, and their reports are ignored. Confined to the control loop.
 */
final class Gossip {

    static final long SUMMARY_NS = 10_000_000_000L;

    /** A peer that keeps sending summaries does not get a digest for each. */
    static final long DIGEST_SPACING_NS = 5_000_000_000L;

    private final Directory directory;
    private final RandomGenerator random;
    private final MembershipLinks links;
    private final EntryParts parts;
    private EntryAdmission admission;
    /** Sorted, so that the order of sending does not depend on identity hash codes. */
    private final Map<NodeId, GossipQueue> peers = new TreeMap<>();

    private final Set<GossipQueue> pending = new LinkedHashSet<>();
    private final Set<GossipQueue> blocked = new LinkedHashSet<>();

    Gossip(Directory directory, RandomGenerator random, MembershipLinks links, Consumer<String> count) {
        this.directory = directory;
        this.admission = new UnsignedEntries(directory);
        this.random = random;
        this.links = links;
        parts = new EntryParts(count);
    }

    /** Has entries verified before the directory takes them. */
    void verifyBy(EntryAdmission verified) {
        admission = verified;
    }

    void sessionUp(NodeId peer, PeerTraits traits, long nowNs) {
        sessionEnded(peer);
        GossipQueue queue = new GossipQueue(peer, traits, directory, () -> links.sees(peer), nowNs);
        queue.summaryNs = nextSummaryNs(nowNs);
        peers.put(peer, queue);
        queue.digest(nowNs);
        directory.doubted().forEach(queue::opinion);
        pending.add(queue);
    }

    void sessionEnded(NodeId peer) {
        parts.sessionEnded(peer);
        admission.sessionEnded(peer);
        GossipQueue queue = peers.remove(peer);
        if (queue != null) {
            pending.remove(queue);
            blocked.remove(queue);
        }
    }

    /** The peer may see the directory from now on, and so far knows the own entry only. */
    void seesNow(NodeId peer, long nowNs) {
        to(peer, queue -> queue.digest(nowNs));
    }

    boolean sees(NodeId peer) {
        return links.sees(peer);
    }

    void onWritable(NodeId peer) {
        GossipQueue queue = peers.get(peer);
        if (queue != null && blocked.remove(queue) && !queue.isEmpty()) {
            pending.add(queue);
        }
    }

    boolean isConnected(NodeId peer) {
        return peers.containsKey(peer);
    }

    /** The peers that are members of the network: all but observers. */
    List<NodeId> members() {
        return peers.values().stream()
                .filter(queue -> !queue.observer)
                .map(queue -> queue.peer)
                .toList();
    }

    /** An entry has changed; all peers except the one that sent it presumably know the entry before. */
    void onChange(NodeId id, @Nullable NodeEntry before, @Nullable NodeId from) {
        toAllBut(from, queue -> queue.changed(id, before));
    }

    /** The owner of an entry has other certificates, which changes do not contain. */
    void onResigned(NodeId id, @Nullable NodeId from) {
        toAllBut(from, queue -> queue.entry(id));
    }

    void onVouch(NodeId id, @Nullable NodeId from) {
        toAllBut(from, queue -> queue.vouch(id));
    }

    void onOpinion(NodeId id, @Nullable NodeId from) {
        toAllBut(from, queue -> queue.opinion(id));
    }

    void need(NodeId peer, SessionNeed need) {
        to(peer, queue -> queue.need(need));
    }

    /** Returns false if the message was dropped; otherwise it is sent unless the session ends. */
    boolean queue(NodeId peer, MembershipMessage message) {
        ByteBuffer bytes = MembershipCodec.encode(message);
        boolean[] queued = {false};
        to(peer, queue -> queued[0] = queue.queue(bytes));
        return queued[0];
    }

    void onSummary(NodeId from, MembershipMessage.Summary summary, long nowNs) {
        if (summary.hash() == directory.hash() && summary.count() == directory.size()) {
            return;
        }
        to(from, queue -> {
            if (nowNs - queue.digestNs >= DIGEST_SPACING_NS) {
                queue.digest(nowNs);
            }
        });
    }

    void onDigest(NodeId from, MembershipMessage.Digest digest, long nowNs) {
        onRows(from, digest.rows(), nowNs);
        Set<NodeId> listed = new HashSet<>();
        digest.rows().forEach(row -> listed.add(row.id()));
        to(from, queue -> directory.range(digest.from(), digest.to()).stream()
                .map(DirectoryRecord::id)
                .filter(id -> !listed.contains(id))
                .forEach(queue::entry));
    }

    void onRows(NodeId from, List<DigestEntry> rows, long nowNs) {
        to(from, queue -> {
            for (DigestEntry row : rows) {
                if (queue.observer) {
                    compareOnly(queue, row);
                } else {
                    act(queue, row.id(), directory.compare(row, from, nowNs));
                }
            }
        });
    }

    void onOpinions(NodeId from, MembershipMessage.Opinions opinions, long nowNs) {
        to(from, queue -> {
            for (Opinion opinion : queue.observer ? List.<Opinion>of() : opinions.opinions()) {
                NodeId id = opinion.row().id();
                EntryVerdict verdict = directory.hear(opinion, from, nowNs);
                if (verdict == EntryVerdict.STALE_VOUCH && directory.row(id) != null) {
                    queue.opinion(id);
                } else if (verdict == EntryVerdict.SAME) {
                    queue.agreed(id);
                } else {
                    act(queue, id, verdict);
                }
            }
        });
    }

    void onWanted(NodeId from, MembershipMessage.Wanted wanted) {
        to(from, queue -> wanted.ids().stream()
                .filter(id -> directory.row(id) != null)
                .forEach(queue::entry));
    }

    void onEntries(NodeId from, MembershipMessage.Entries entries, long nowNs) {
        to(from, queue -> {
            if (!queue.observer) {
                entries.entries()
                        .forEach(advertised ->
                                act(queue, advertised.entry().id(), admission.merge(advertised, from, nowNs)));
            }
        });
    }

    void onChanges(NodeId from, MembershipMessage.Changes changes, long nowNs) {
        to(from, queue -> {
            if (!queue.observer) {
                changes.changes().forEach(change -> act(queue, change.id(), admission.change(change, from, nowNs)));
            }
        });
    }

    void onEntryPart(NodeId from, MembershipMessage.EntryPart part, long nowNs) {
        to(from, queue -> {
            if (!queue.observer) {
                parts.add(from, part)
                        .ifPresent(advertised ->
                                act(queue, advertised.entry().id(), admission.merge(advertised, from, nowNs)));
            }
        });
    }

    /** Sends summaries that are due; to be called every second. */
    void tick(long nowNs) {
        for (GossipQueue queue : peers.values()) {
            if (nowNs - queue.summaryNs >= 0) {
                queue.summaryNs = nextSummaryNs(nowNs);
                to(queue.peer, GossipQueue::summary);
            }
        }
    }

    void hurry(long nowNs) {
        peers.values().forEach(queue -> queue.hurry(nowNs));
    }

    /** Sends everything due to writable peers. */
    void flush(long nowNs) {
        for (GossipQueue queue : List.copyOf(pending)) {
            flush(queue, nowNs);
        }
    }

    /** When the next message is due: an hour from now at the latest. */
    long deadlineNs(long nowNs) {
        long soonestNs = nowNs + 3_600 * Directory.SECOND_NS;
        for (GossipQueue queue : pending) {
            long dueNs = queue.dueNs(nowNs);
            soonestNs = dueNs - soonestNs < 0 ? dueNs : soonestNs;
        }
        return soonestNs;
    }

    private void flush(GossipQueue queue, long nowNs) {
        while (!queue.isEmpty() && queue.dueNs(nowNs) - nowNs <= 0) {
            if (!links.isWritable(queue.peer)) {
                pending.remove(queue);
                blocked.add(queue);
                return;
            }
            ByteBuffer message = queue.next(nowNs);
            if (message != null) {
                links.send(queue.peer, message);
            }
        }
        if (queue.isEmpty()) {
            pending.remove(queue);
        }
    }

    /** A peer's report about a node was compared with the directory. */
    void decided(NodeId from, NodeId id, EntryVerdict verdict) {
        to(from, queue -> act(queue, id, verdict));
    }

    private static void act(GossipQueue queue, NodeId id, EntryVerdict verdict) {
        switch (verdict) {
            case WANTED -> queue.want(id);
            case STALE -> queue.entry(id);
            case STALE_VOUCH -> {
                queue.settled(id);
                queue.vouch(id);
            }
            case NEWS, SAME -> queue.settled(id);
            case IGNORED -> {}
        }
    }

    /** An observer's digest only shows what it lacks. */
    private void compareOnly(GossipQueue queue, DigestEntry row) {
        DigestEntry ours = directory.row(row.id());
        if (ours != null && !ours.equals(row)) {
            queue.entry(row.id());
        }
    }

    private void toAllBut(@Nullable NodeId from, Consumer<GossipQueue> action) {
        for (GossipQueue queue : peers.values()) {
            if (!queue.peer.equals(from)) {
                action.accept(queue);
                ready(queue);
            }
        }
    }

    private void to(NodeId peer, Consumer<GossipQueue> action) {
        GossipQueue queue = peers.get(peer);
        if (queue != null) {
            action.accept(queue);
            ready(queue);
        }
    }

    private void ready(GossipQueue queue) {
        if (!queue.isEmpty() && !blocked.contains(queue)) {
            pending.add(queue);
        }
    }

    private long nextSummaryNs(long nowNs) {
        return nowNs + SUMMARY_NS * 3 / 4 + random.nextLong(SUMMARY_NS / 2);
    }
}
