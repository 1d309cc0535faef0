package chaski.node.membership;

import chaski.api.NodeId;
import chaski.api.node.DirectoryEntry;
import chaski.api.node.PeerState;
import org.jspecify.annotations.Nullable;

/** What the directory keeps of one node: its entry and when it was last vouched for. */
final class DirectoryRecord {

    final NodeEntry entry;
    final int bytes;
    final long hash;
    int vouch;
    /** When news of it last came: a new version, or a vouch. */
    long vouchedNs;
    /** When this node vouches for it, if it has a session with it and nobody else has done so before. */
    long nextVouchNs;
    /** Of a tombstone: when its owner left. */
    long leftNs;

    /** Who told the version or the vouch; null if it is this node's own. */
    @Nullable
    NodeId source;
    /** Whose share of the directory it is in; null if it is in none. */
    @Nullable
    NodeId announcer;
    /** The worst opinion at this version and vouch. */
    PeerState opinion = PeerState.ALIVE;
    /** When the opinion last became worse. */
    long suspectNs;
    /** Whether this node has refuted an opinion before, */
    boolean refuted;
    /** and when. */
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

    /** The entry as users see it, made anew only when the state has changed. */
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
