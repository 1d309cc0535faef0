package chaski.node.membership;

import chaski.node.identity.ClosedNetwork;

/**
 * Keeps the directory of a closed network to entries that their owners have signed and whose owners are still trusted. Confined to the
 * control loop.
 */
final class DirectoryTrust {

    private final Directory directory;
    private final VerifiedEntries verified;
    private final EntryReview review;
    private final RevocationGossip revocations;

    DirectoryTrust(
            Directory directory,
            Gossip gossip,
            DirectoryListener listener,
            ClosedNetwork closed,
            MembershipSecurity security) {
        this.directory = directory;
        this.verified = new VerifiedEntries(directory, listener, closed.proofs(), security, gossip::decided);
        this.review = new EntryReview(directory, listener, closed.proofs(), security);
        this.revocations = new RevocationGossip(closed.revocations(), gossip, listener, security);
        gossip.verifyBy(verified);
    }

    /** This node has other credentials: its own certificates, those that it trusts, or what was revoked. */
    void credentialsChanged(long nowNs) {
        verified.trustChanged();
        directory.own().credentialsChanged(nowNs);
        review.begin();
        revocations.refresh();
    }

    RevocationGossip revocations() {
        return revocations;
    }

    /** To be called every second. */
    void tick(long nowNs) {
        directory.own().tick();
        verified.tick(nowNs);
        review.tick(nowNs);
        revocations.tick(nowNs);
    }
}
