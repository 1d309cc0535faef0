package chaski.node.membership;

import chaski.api.NodeId;
import chaski.api.node.DirectoryEntry;
import chaski.api.node.PeerState;
import chaski.node.identity.OwnerProof;
import org.jspecify.annotations.Nullable;

/** The record of one node in the directory: its entry and when it was last vouched for. */
final class DirectoryRecord {

    final NodeEntry entry;
    /** That the entry is by its owner, in closed networks. */
    @Nullable
    final OwnerProof proof;

    final int bytes;
    final long hash;
    int vouch;
    /** When the latest version or vouch arrived. */
    long vouchedNs;
    /** When this node vouches for it, if it has a session with it and no other node has done so before. */
    long nextVouchNs;
    /** The time at which its owner left, for a tombstone. */
    long leftNs;

    /** The peer that sent the version or the vouch; null if it is this node's own. */
    @Nullable
    NodeId source;
    /** The announcer in whose share of the directory it is; null if it is in none. */
    @Nullable
    NodeId announcer;
    /** The worst opinion at this version and vouch. */
    PeerState opinion = PeerState.ALIVE;
    /** When the opinion last became worse. */
    long suspectNs;
    /** True if this node has refuted an opinion before, */
    boolean refuted;
    /** at this time. */
    long refutedNs;

    /** When a certificate of the proof expires, in milliseconds of the time of day. */
    long expiryMs = Long.MAX_VALUE;

    private @Nullable DirectoryEntry view;

    DirectoryRecord(NodeEntry entry, int vouch, long nowNs) {
        this(new AdvertisedEntry(entry, vouch, 0), vouch, nowNs);
    }

    DirectoryRecord(AdvertisedEntry advertised, int vouch, long nowNs) {
        this.entry = advertised.entry();
        this.proof = advertised.proof();
        this.vouch = vouch;
        vouchedNs = nowNs;
        leftNs = nowNs;
        bytes = EntryCodec.bytes(advertised);
        hash = row().hash();
    }

    NodeId id() {
        return entry.id();
    }

    /** {@return true if the owner signed this and an earlier entry with different certificates} */
    boolean isResigned(DirectoryRecord before) {
        return proof != null && (before.proof == null || !proof.hasSignerOf(before.proof));
    }

    /** The entry as users see it, created again only if the state has changed. */
    DirectoryEntry view(PeerState state) {
        DirectoryEntry last = view;
        if (last == null || last.state() != state) {
            last = entry.view(state);
            view = last;
        }
        return last;
    }

    DigestEntry row() {
        return new DigestEntry(entry.id(), entry.incarnation(), entry.version(), vouch, entry.left());
    }
}
