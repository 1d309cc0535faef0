package chaski.node.membership;

import chaski.api.NodeId;

/** What the directory keeps of one node: its entry and when it was last vouched for. */
final class Known {

    final Entry entry;
    final int bytes;
    final long hash;
    int vouch;
    /** When news of it last came: a new version, or a vouch. */
    long vouchedNs;
    /** When this node vouches for it, if it has a session with it and nobody else has done so before. */
    long nextVouchNs;
    /** Of a tombstone: when its owner left. */
    long leftNs;

    Known(Entry entry, int vouch, long nowNs) {
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

    Row row() {
        return new Row(entry.id(), entry.incarnation(), entry.version(), vouch, entry.left());
    }
}
