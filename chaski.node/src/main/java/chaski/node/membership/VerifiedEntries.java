package chaski.node.membership;

import chaski.api.NodeId;
import chaski.node.identity.OwnerProof;
import chaski.node.identity.OwnerProofs;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * In closed networks, entries wait here until it is verified that their owners have signed them. Only what would be stored is verified,
 * so each version once, however many peers send it. One thread verifies a batch at a time, of entries of all peers in turn.
 *
 * <p>Verifying costs time, so each peer has an allowance of {@link #PER_SECOND} entries a second after a first {@link #BURST}; a refused
 * one counts as many. Entries wait for it up to {@link EntryQueue#MAX_BYTES} a peer. Beyond that they are dropped and counted, and the
 * next comparison of directories brings them again.
 *
 * <p>Confined to the control loop.
 */
final class VerifiedEntries implements EntryAdmission {

    /** Enough for a large directory at the first session. */
    static final int BURST = 4096;

    static final int PER_SECOND = 200;

    /** The price of a refused entry. */
    static final int REFUSED_COST = 16;

    /** Some tens of milliseconds of work, after which other peers and the control loop have their turn. */
    private static final int BATCH = 32;

    static final String REFUSED = "membership.refused.signature";

    private final Directory directory;
    private final DirectoryListener listener;
    private final OwnerProofs proofs;
    private final MembershipSecurity security;
    private final VerdictReceiver verdicts;
    /** In the order of their turns. */
    private final Map<NodeId, EntryQueue> peers = new LinkedHashMap<>();

    private boolean verifying;
    /** True if the trust has changed since the verification of a batch began. */
    private boolean outdated;

    /** Receives what was decided later. */
    @FunctionalInterface
    interface VerdictReceiver {
        void decided(NodeId from, NodeId id, EntryVerdict verdict);
    }

    VerifiedEntries(
            Directory directory,
            DirectoryListener listener,
            OwnerProofs proofs,
            MembershipSecurity security,
            VerdictReceiver verdicts) {
        this.directory = directory;
        this.listener = listener;
        this.proofs = proofs;
        this.security = security;
        this.verdicts = verdicts;
    }

    @Override
    public EntryVerdict merge(AdvertisedEntry advertised, NodeId from, long nowNs) {
        EntryVerdict verdict = directory.compare(advertised.row(), from, nowNs);
        if (verdict == EntryVerdict.STALE) {
            listener.onRefused("membership.ignored.olderEntry");
        }
        if (verdict != EntryVerdict.WANTED) {
            return verdict;
        }
        if (advertised.proof() == null) {
            listener.onRefused(from, REFUSED, reason(advertised, "it is not signed"));
            return EntryVerdict.IGNORED;
        }
        EntryQueue queue = peers.computeIfAbsent(from, peer -> new EntryQueue(nowNs));
        if (!queue.add(advertised)) {
            listener.onRefused(
                    from,
                    "membership.dropped.unverified",
                    "it sends entries faster than this node verifies them; they are requested again");
            return EntryVerdict.IGNORED;
        }
        verifySome(nowNs);
        return EntryVerdict.IGNORED;
    }

    @Override
    public EntryVerdict change(EntryChange change, NodeId from, long nowNs) {
        Optional<AdvertisedEntry> changed = directory.changed(change);
        return changed.isPresent() ? merge(changed.get(), from, nowNs) : directory.compare(change.row(), from, nowNs);
    }

    @Override
    public void sessionEnded(NodeId peer) {
        peers.remove(peer);
    }

    /** The trust has changed: what is being verified is verified again. */
    void trustChanged() {
        outdated = true;
    }

    /** Continues with peers that had used up their allowance; to be called every second. */
    void tick(long nowNs) {
        verifySome(nowNs);
    }

    private void verifySome(long nowNs) {
        if (verifying) {
            return;
        }
        List<Verification> batch = take(nowNs);
        if (!batch.isEmpty()) {
            verifying = true;
            verify(batch);
        }
    }

    private void verify(List<Verification> batch) {
        outdated = false;
        security.background().run("verification", () -> batch.forEach(Verification::run), () -> {
            if (outdated) {
                verify(batch);
                return;
            }
            verifying = false;
            long nowNs = security.nanoTime().getAsLong();
            batch.forEach(done -> store(done, nowNs));
            verifySome(nowNs);
        });
    }

    /** Takes entries of all peers in turn. Two of the same node are never verified together: one may make the other superfluous. */
    private List<Verification> take(long nowNs) {
        Map<NodeId, Verification> batch = new LinkedHashMap<>();
        boolean more = true;
        while (more && batch.size() < BATCH) {
            more = false;
            for (Map.Entry<NodeId, EntryQueue> peer : List.copyOf(peers.entrySet())) {
                AdvertisedEntry next = peer.getValue().next(batch.keySet(), nowNs);
                if (next != null) {
                    more = true;
                    consider(next, peer.getKey(), batch, nowNs);
                }
            }
        }
        return List.copyOf(batch.values());
    }

    private void consider(AdvertisedEntry next, NodeId from, Map<NodeId, Verification> batch, long nowNs) {
        NodeId id = next.entry().id();
        OwnerProof proof = next.proof();
        EntryVerdict verdict = directory.compare(next.row(), from, nowNs);
        if (verdict == EntryVerdict.WANTED && proof != null) {
            batch.put(id, new Verification(next, proof, from));
        } else {
            verdicts.decided(from, id, verdict);
        }
    }

    private void store(Verification done, long nowNs) {
        NodeId id = done.advertised.entry().id();
        if (done.expiry == null) {
            EntryQueue queue = peers.get(done.from);
            if (queue != null) {
                queue.charge(REFUSED_COST, nowNs);
            }
            listener.onRefused(done.from, REFUSED, reason(done.advertised, done.problem));
            return;
        }
        EntryVerdict verdict = directory.merge(done.advertised, done.from, nowNs);
        if (verdict == EntryVerdict.NEWS) {
            directory.proven(id, done.expiry.toEpochMilli());
        }
        verdicts.decided(done.from, id, verdict);
    }

    private static String reason(AdvertisedEntry advertised, String problem) {
        return "it sent an entry of the node " + advertised.entry().id().shortForm() + " that is not by that node: "
                + problem + ". The peer is out of date, or forges entries, or repeats forged ones";
    }

    /** The verification of one entry. */
    private final class Verification {

        private final AdvertisedEntry advertised;
        private final OwnerProof proof;
        private final NodeId from;
        private @Nullable Instant expiry;
        private String problem = "";

        Verification(AdvertisedEntry advertised, OwnerProof proof, NodeId from) {
            this.advertised = advertised;
            this.proof = proof;
            this.from = from;
        }

        /** Any thread. */
        void run() {
            NodeEntry entry = advertised.entry();
            expiry = null;
            try {
                expiry = proofs.verify(entry.id(), proof, EntryCodec.statement(entry));
            } catch (GeneralSecurityException | RuntimeException refused) {
                // Whatever bytes a peer sends, the code that reads certificates may throw more than it declares.
                problem = String.valueOf(refused.getMessage());
            }
        }
    }
}
