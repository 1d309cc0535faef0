package chaski.node.membership;

/** The result of comparing a peer's report about a node with the directory. */
enum EntryVerdict {
    /** It was new and is stored; others are notified. */
    NEWS,
    /** It is newer than what is known; the entry itself is wanted. */
    WANTED,
    /** The entry is as known. */
    SAME,
    /** The known entry is newer; it is sent to the peer. */
    STALE,
    /** The entry is as known, but the peer lacks a vouch. */
    STALE_VOUCH,
    /** It is ignored. */
    IGNORED
}
