package chaski.node.membership;

import chaski.api.NodeId;
import java.util.Optional;

/** Outside of closed networks, entries are taken as they come; a proof is dropped, because it cannot be verified. */
final class UnsignedEntries implements EntryAdmission {

    private final Directory directory;

    UnsignedEntries(Directory directory) {
        this.directory = directory;
    }

    @Override
    public EntryVerdict merge(AdvertisedEntry advertised, NodeId from, long nowNs) {
        return directory.merge(advertised.unsigned(), from, nowNs);
    }

    @Override
    public EntryVerdict change(EntryChange change, NodeId from, long nowNs) {
        Optional<AdvertisedEntry> changed = directory.changed(change);
        return changed.isPresent()
                ? directory.merge(changed.get().unsigned(), from, nowNs)
                : directory.compare(change.row(), from, nowNs);
    }

    @Override
    public void sessionEnded(NodeId peer) {
        // Everything is decided at once.
    }
}
