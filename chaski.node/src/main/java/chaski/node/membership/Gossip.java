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
 * Keeps the directories of connected peers alike. A change goes to all peers but the one that told it; peers pass it on in the
 * same way. When a session begins, both sides send a digest; after that, every ten seconds with jitter, a summary, and a digest
 * again when the summaries differ. A digest is answered by what the other side lacks and a request for what it has newer, so one
 * digest repairs both sides.
 *
 * <p>Observers are told everything and believed nothing. Confined to the control loop.
 */
final class Gossip {

    static final long SUMMARY_NS = 10_000_000_000L;

    /** A peer that sends summaries without end does not get digests without end. */
    static final long DIGEST_SPACING_NS = 5_000_000_000L;

    private final Directory directory;
    private final RandomGenerator random;
    private final MembershipLinks links;
    private final EntryParts parts;
    /** Sorted, so that the order of sending does not depend on where objects lie in memory. */
    private final Map<NodeId, GossipQueue> peers = new TreeMap<>();

    private final Set<GossipQueue> pending = new LinkedHashSet<>();
    private final Set<GossipQueue> blocked = new LinkedHashSet<>();

    Gossip(Directory directory, RandomGenerator random, MembershipLinks links, Consumer<String> count) {
        this.directory = directory;
        this.random = random;
        this.links = links;
        parts = new EntryParts(count);
    }

    void sessionUp(NodeId peer, PeerTraits traits, long nowNs) {
        sessionEnded(peer);
        GossipQueue outbox = new GossipQueue(peer, traits, directory, nowNs);
        outbox.summaryNs = nextSummaryNs(nowNs);
        peers.put(peer, outbox);
        outbox.digest(nowNs);
        directory.doubted().forEach(outbox::opinion);
        pending.add(outbox);
    }

    void sessionEnded(NodeId peer) {
        parts.sessionEnded(peer);
        GossipQueue outbox = peers.remove(peer);
        if (outbox != null) {
            pending.remove(outbox);
            blocked.remove(outbox);
        }
    }

    void onWritable(NodeId peer) {
        GossipQueue outbox = peers.get(peer);
        if (outbox != null && blocked.remove(outbox) && !outbox.isEmpty()) {
            pending.add(outbox);
        }
    }

    boolean isConnected(NodeId peer) {
        return peers.containsKey(peer);
    }

    /** The peers that are members of the network: all but observers. */
    List<NodeId> members() {
        return peers.values().stream()
                .filter(outbox -> !outbox.observer)
                .map(outbox -> outbox.peer)
                .toList();
    }

    /** An entry changed; all peers but the one it came from are taken to know what was there before. */
    void onChange(NodeId id, @Nullable NodeEntry before, @Nullable NodeId from) {
        toAllBut(from, outbox -> outbox.changed(id, before));
    }

    void onVouch(NodeId id, @Nullable NodeId from) {
        toAllBut(from, outbox -> outbox.vouch(id));
    }

    void onOpinion(NodeId id, @Nullable NodeId from) {
        toAllBut(from, outbox -> outbox.opinion(id));
    }

    void need(NodeId peer, SessionNeed need) {
        to(peer, outbox -> outbox.need(need));
    }

    /** Returns whether the message will go out if the session lives. */
    boolean queue(NodeId peer, MembershipMessage message) {
        ByteBuffer bytes = MembershipCodec.encode(message);
        boolean[] queued = {false};
        to(peer, outbox -> queued[0] = outbox.queue(bytes));
        return queued[0];
    }

    void onSummary(NodeId from, MembershipMessage.Summary summary, long nowNs) {
        if (summary.hash() == directory.hash() && summary.count() == directory.size()) {
            return;
        }
        to(from, outbox -> {
            if (nowNs - outbox.digestNs >= DIGEST_SPACING_NS) {
                outbox.digest(nowNs);
            }
        });
    }

    void onDigest(NodeId from, MembershipMessage.Digest digest, long nowNs) {
        onRows(from, digest.rows(), nowNs);
        Set<NodeId> listed = new HashSet<>();
        digest.rows().forEach(row -> listed.add(row.id()));
        to(from, outbox -> directory.range(digest.from(), digest.to()).stream()
                .map(DirectoryRecord::id)
                .filter(id -> !listed.contains(id))
                .forEach(outbox::entry));
    }

    void onRows(NodeId from, List<DigestEntry> rows, long nowNs) {
        to(from, outbox -> {
            for (DigestEntry row : rows) {
                if (outbox.observer) {
                    compareOnly(outbox, row);
                } else {
                    act(outbox, row.id(), directory.compare(row, from, nowNs));
                }
            }
        });
    }

    void onOpinions(NodeId from, MembershipMessage.Opinions opinions, long nowNs) {
        to(from, outbox -> {
            for (Opinion opinion : outbox.observer ? List.<Opinion>of() : opinions.opinions()) {
                NodeId id = opinion.row().id();
                EntryVerdict verdict = directory.hear(opinion, from, nowNs);
                if (verdict == EntryVerdict.STALE_VOUCH && directory.row(id) != null) {
                    outbox.opinion(id);
                } else if (verdict == EntryVerdict.SAME) {
                    outbox.agreed(id);
                } else {
                    act(outbox, id, verdict);
                }
            }
        });
    }

    void onWanted(NodeId from, MembershipMessage.Wanted wanted) {
        to(from, outbox -> wanted.ids().stream()
                .filter(id -> directory.row(id) != null)
                .forEach(outbox::entry));
    }

    void onEntries(NodeId from, MembershipMessage.Entries entries, long nowNs) {
        to(from, outbox -> {
            if (!outbox.observer) {
                entries.entries().forEach(told -> act(outbox, told.entry().id(), directory.merge(told, from, nowNs)));
            }
        });
    }

    void onChanges(NodeId from, MembershipMessage.Changes changes, long nowNs) {
        to(from, outbox -> {
            if (!outbox.observer) {
                changes.changes().forEach(change -> act(outbox, change.id(), directory.change(change, from, nowNs)));
            }
        });
    }

    void onEntryPart(NodeId from, MembershipMessage.EntryPart part, long nowNs) {
        to(from, outbox -> {
            if (!outbox.observer) {
                parts.add(from, part)
                        .ifPresent(told -> act(outbox, told.entry().id(), directory.merge(told, from, nowNs)));
            }
        });
    }

    /** Lets summaries go that are due; to be called every second. */
    void tick(long nowNs) {
        for (GossipQueue outbox : peers.values()) {
            if (nowNs - outbox.summaryNs >= 0) {
                outbox.summaryNs = nextSummaryNs(nowNs);
                to(outbox.peer, GossipQueue::summary);
            }
        }
    }

    void hurry(long nowNs) {
        peers.values().forEach(outbox -> outbox.hurry(nowNs));
    }

    /** Sends what is due to those that can be written to. */
    void flush(long nowNs) {
        for (GossipQueue outbox : List.copyOf(pending)) {
            flush(outbox, nowNs);
        }
    }

    /** When the next message is due: an hour from now at the latest. */
    long deadlineNs(long nowNs) {
        long soonestNs = nowNs + 3_600 * Directory.SECOND_NS;
        for (GossipQueue outbox : pending) {
            long dueNs = outbox.dueNs(nowNs);
            soonestNs = dueNs - soonestNs < 0 ? dueNs : soonestNs;
        }
        return soonestNs;
    }

    private void flush(GossipQueue outbox, long nowNs) {
        while (!outbox.isEmpty() && outbox.dueNs(nowNs) - nowNs <= 0) {
            if (!links.isWritable(outbox.peer)) {
                pending.remove(outbox);
                blocked.add(outbox);
                return;
            }
            ByteBuffer message = outbox.next(nowNs);
            if (message != null) {
                links.send(outbox.peer, message);
            }
        }
        if (outbox.isEmpty()) {
            pending.remove(outbox);
        }
    }

    private static void act(GossipQueue outbox, NodeId id, EntryVerdict verdict) {
        switch (verdict) {
            case WANTED -> outbox.want(id);
            case STALE -> outbox.entry(id);
            case STALE_VOUCH -> {
                outbox.settled(id);
                outbox.vouch(id);
            }
            case NEWS, SAME -> outbox.settled(id);
            case IGNORED -> {}
        }
    }

    /** An observer's digest tells what it lacks, nothing else. */
    private void compareOnly(GossipQueue outbox, DigestEntry row) {
        DigestEntry ours = directory.row(row.id());
        if (ours != null && !ours.equals(row)) {
            outbox.entry(row.id());
        }
    }

    private void toAllBut(@Nullable NodeId from, Consumer<GossipQueue> action) {
        for (GossipQueue outbox : peers.values()) {
            if (!outbox.peer.equals(from)) {
                action.accept(outbox);
                ready(outbox);
            }
        }
    }

    private void to(NodeId peer, Consumer<GossipQueue> action) {
        GossipQueue outbox = peers.get(peer);
        if (outbox != null) {
            action.accept(outbox);
            ready(outbox);
        }
    }

    private void ready(GossipQueue outbox) {
        if (!outbox.isEmpty() && !blocked.contains(outbox)) {
            pending.add(outbox);
        }
    }

    private long nextSummaryNs(long nowNs) {
        return nowNs + SUMMARY_NS * 3 / 4 + random.nextLong(SUMMARY_NS / 2);
    }
}
