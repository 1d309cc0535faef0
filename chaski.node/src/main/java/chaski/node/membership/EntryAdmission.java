package chaski.node.membership;

import chaski.api.NodeId;

/** Passes what peers send about nodes to the directory. Confined to the control loop. */
interface EntryAdmission {

    /**
     * Takes an entry.
     *
     * @return what to do now; {@link EntryVerdict#IGNORED} also if that is not decided yet
     */
    EntryVerdict merge(AdvertisedEntry advertised, NodeId from, long nowNs);

    /** Takes a change of an entry, as {@link #merge} takes entries. */
    EntryVerdict change(EntryChange change, NodeId from, long nowNs);

    /** Drops what has not been decided of a peer. */
    void sessionEnded(NodeId peer);
}
