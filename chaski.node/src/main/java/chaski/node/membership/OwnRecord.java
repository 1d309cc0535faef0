package chaski.node.membership;

import chaski.node.identity.ClosedNetwork;
import chaski.node.identity.OwnerProof;
import chaski.node.identity.OwnerProofs;
import java.security.GeneralSecurityException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * This node's own entry in its directory: stored when it changes, in closed networks once it is signed, and raised when others have
 * something newer. Signing runs in the background, one entry at a time; of several changes meanwhile only the last is signed.
 *
 * <p>Confined to the control loop.
 */
final class OwnRecord {

    private static final long RAISE_INTERVAL_NS = Directory.SECOND_NS;
    private static final int RAISE_BURST = 8;

    private final OwnEntry owner;
    private final DirectoryStore nodes;
    private final DirectoryListener listener;
    private final MembershipSecurity security;
    private final @Nullable OwnerProofs proofs;
    private @Nullable RateLimit raises;
    private @Nullable NodeEntry unsigned;
    private boolean signing;

    OwnRecord(OwnEntry owner, DirectoryStore nodes, DirectoryListener listener, MembershipSecurity security) {
        this.owner = owner;
        this.nodes = nodes;
        this.listener = listener;
        this.security = security;
        this.proofs = security.closed().map(ClosedNetwork::proofs).orElse(null);
    }

    void announce(Announcement announcement, long nowNs) {
        publish(owner.announce(announcement), nowNs);
    }

    void reincarnate(long incarnation, long nowNs) {
        publish(owner.reincarnate(incarnation), nowNs);
    }

    /** Stores the tombstone. It is signed at once, since the sessions that transmit it are about to end. */
    void leave(long nowNs) {
        owner.leave().ifPresent(tombstone -> {
            if (proofs == null) {
                put(tombstone, null, nowNs);
                return;
            }
            unsigned = null;
            Signing last = new Signing(tombstone, proofs);
            last.run();
            last.store();
        });
    }

    /** Signs the entry again, in a higher version, if this node has other certificates now. */
    void credentialsChanged(long nowNs) {
        DirectoryRecord self = nodes.get(owner.id);
        if (proofs != null && self != null && self.proof != null && !proofs.isCurrent(self.proof)) {
            publish(Optional.of(owner.raise(0)), nowNs);
        }
    }

    /** Tries again what could not be signed. */
    void tick() {
        signNext();
    }

    /**
     * Compares what a peer has about this node with the own entry.
     *
     * @param row the numbers
     * @param body the entry, or null if it is not known. In closed networks, one that is known is by the holder of this node's keys
     */
    EntryVerdict meet(DigestEntry row, @Nullable NodeEntry body, long nowNs) {
        switch (owner.meet(row, body)) {
            case SAME -> {
                DirectoryRecord self = nodes.get(owner.id);
                if (self != null) {
                    self.vouch = Math.max(self.vouch, row.vouch());
                }
                return EntryVerdict.SAME;
            }
            case OLDER -> {
                return EntryVerdict.STALE;
            }
            case FOREIGN -> {
                if (isUnproven(row, body)) {
                    return EntryVerdict.WANTED;
                }
                raise(row, nowNs);
                return EntryVerdict.IGNORED;
            }
            case SUPERSEDED -> {
                if (isUnproven(row, body)) {
                    return EntryVerdict.WANTED;
                }
                listener.onSuperseded(row.incarnation());
                return EntryVerdict.IGNORED;
            }
            case NOTHING_TO_SAY -> {
                return EntryVerdict.IGNORED;
            }
        }
        throw new AssertionError(row);
    }

    /** In closed networks numbers alone prove nothing: only this node can have signed an entry with higher ones. */
    private boolean isUnproven(DigestEntry row, @Nullable NodeEntry body) {
        DirectoryRecord self = nodes.get(owner.id);
        return proofs != null
                && body == null
                && (self == null || self.entry.compareAge(row.incarnation(), row.version(), row.left()) < 0);
    }

    /** Signatures cost time, so that others must not cause any number of them. */
    private void raise(DigestEntry row, long nowNs) {
        if (proofs != null) {
            if (raises == null) {
                raises = new RateLimit(RAISE_BURST, RAISE_INTERVAL_NS, nowNs);
            }
            if (!raises.tryTake(nowNs)) {
                listener.onRefused("membership.refused.raise");
                return;
            }
        }
        publish(Optional.of(owner.raise(row.version())), nowNs);
    }

    private void publish(Optional<NodeEntry> changed, long nowNs) {
        if (changed.isPresent()) {
            if (proofs == null) {
                put(changed.get(), null, nowNs);
            } else {
                unsigned = changed.get();
                signNext();
            }
        }
    }

    private void put(NodeEntry entry, @Nullable OwnerProof proof, long nowNs) {
        nodes.put(new DirectoryRecord(new AdvertisedEntry(entry, 0, 0, proof), 0, nowNs), null, nowNs);
    }

    private void signNext() {
        if (proofs != null && unsigned != null && !signing) {
            Signing next = new Signing(unsigned, proofs);
            unsigned = null;
            signing = true;
            security.background().run("signature", next, () -> {
                signing = false;
                if (next.store()) {
                    signNext();
                }
            });
        }
    }

    /** The signing of one entry. */
    private final class Signing implements Runnable {

        private final NodeEntry entry;
        private final OwnerProofs signer;
        private @Nullable OwnerProof proof;
        private String failure = "";

        Signing(NodeEntry entry, OwnerProofs signer) {
            this.entry = entry;
            this.signer = signer;
        }

        @Override
        public void run() {
            try {
                proof = signer.prove(EntryCodec.statement(entry));
            } catch (GeneralSecurityException | RuntimeException failed) {
                failure = String.valueOf(failed.getMessage());
            }
        }

        /** On the control loop; returns false if signing has failed; it is tried again */
        boolean store() {
            if (proof == null) {
                listener.onRefused(
                        owner.id,
                        "membership.failed.signature",
                        "this node's entry could not be signed, and is not announced: " + failure);
                unsigned = unsigned == null ? entry : unsigned;
                return false;
            }
            DirectoryRecord self = nodes.get(owner.id);
            if (self == null || self.entry.compareAge(entry) < 0) {
                put(entry, proof, security.nanoTime().getAsLong());
            }
            return true;
        }
    }
}
