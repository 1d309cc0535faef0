package chaski.node.membership;

import chaski.api.NodeId;
import chaski.node.identity.OwnerProof;
import chaski.node.identity.OwnerProofs;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Removes entries whose owners are not trusted any more: those of revoked and expired certificates, and of authorities that were
 * replaced. After a change of the trust, all are verified again, in the background, some at a time.
 *
 * <p>Confined to the control loop.
 */
final class EntryReview {

    private static final int BATCH = 64;
    static final String DROPPED = "membership.dropped.untrusted";

    private final Directory directory;
    private final DirectoryListener listener;
    private final OwnerProofs proofs;
    private final MembershipSecurity security;
    private final Queue<NodeId> toReview = new ArrayDeque<>();
    private boolean reviewing;

    EntryReview(Directory directory, DirectoryListener listener, OwnerProofs proofs, MembershipSecurity security) {
        this.directory = directory;
        this.listener = listener;
        this.proofs = proofs;
        this.security = security;
    }

    /** The trust has changed. */
    void begin() {
        toReview.clear();
        directory.range(IdRange.FIRST, IdRange.LAST).forEach(known -> toReview.add(known.id()));
        reviewSome();
    }

    /** Removes entries whose certificates have expired; to be called every second. */
    void tick(long nowNs) {
        long nowMs = proofs.now().toEpochMilli();
        List<NodeId> expired = directory.range(IdRange.FIRST, IdRange.LAST).stream()
                .filter(known -> known.expiryMs < nowMs)
                .map(DirectoryRecord::id)
                .toList();
        expired.forEach(id -> remove(id, "EXPIRED: the certificate has expired", nowNs));
    }

    private void reviewSome() {
        if (reviewing) {
            return;
        }
        List<Reviewed> batch = new ArrayList<>();
        while (!toReview.isEmpty() && batch.size() < BATCH) {
            NodeId id = toReview.remove();
            OwnerProof proof = directory.proof(id);
            if (proof != null) {
                batch.add(new Reviewed(id, proof));
            }
        }
        if (!batch.isEmpty()) {
            reviewing = true;
            security.background().run("review", () -> batch.forEach(Reviewed::run), () -> {
                reviewing = false;
                batch.forEach(this::apply);
                reviewSome();
            });
        }
    }

    private void apply(Reviewed done) {
        // A newer entry meanwhile was verified by the trust of now.
        if (done.problem != null && done.proof.equals(directory.proof(done.id))) {
            remove(done.id, done.problem, security.nanoTime().getAsLong());
        }
    }

    private void remove(NodeId id, String problem, long nowNs) {
        if (directory.untrust(id, nowNs)) {
            listener.onRefused(
                    id,
                    DROPPED,
                    "its entry was removed from the directory, because its certificate is not accepted: " + problem);
        }
    }

    /** One entry and whether it is still accepted. */
    private final class Reviewed {

        private final NodeId id;
        private final OwnerProof proof;
        private @Nullable String problem;

        Reviewed(NodeId id, OwnerProof proof) {
            this.id = id;
            this.proof = proof;
        }

        /** Any thread. */
        void run() {
            try {
                proofs.verifyAgain(proof);
            } catch (GeneralSecurityException | RuntimeException refused) {
                problem = String.valueOf(refused.getMessage());
            }
        }
    }
}
