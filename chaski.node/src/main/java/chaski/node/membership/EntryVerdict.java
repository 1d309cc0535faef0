package chaski.node.membership;

/** What the directory makes of something a peer said about a node. */
enum EntryVerdict {
    /** It was new and is taken over; others are told. */
    NEWS,
    /** It is newer than what is known; the entry itself is wanted. */
    WANTED,
    /** The entry is as known. */
    SAME,
    /** What is known is newer; the peer is told. */
    STALE,
    /** The entry is as known, but the peer lacks a vouch. */
    STALE_VOUCH,
    /** It counts for nothing. */
    IGNORED
}
