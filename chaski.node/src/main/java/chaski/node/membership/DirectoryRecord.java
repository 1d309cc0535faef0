package chaski.node.membership;

import chaski.api.NodeId;
import chaski.api.node.DirectoryEntry;
import chaski.api.node.PeerState;
import org.jspecify.annotations.Nullable;

/** The record of one node in the directory: its entry and when it was last vouched for. */
final class DirectoryRecord {

    final NodeEntry entry;
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

    private @Nullable DirectoryEntry view;

    DirectoryRecord(NodeEntry entry, int vouch, long nowNs) {
        this.entry = entry;
        this.vouch = vouch;
        vouchedNs = nowNs;
        leftNs = nowNs;
        bytes = EntryCodec.bytes(entry);
        hash = row().hash();
    }

    NodeId id() {
        return entry.id();
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
