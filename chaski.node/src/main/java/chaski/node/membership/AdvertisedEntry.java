package chaski.node.membership;

/**
 * An entry as one node sends it to another, with what its owner does not determine.
 *
 * @param entry the entry
 * @param vouch the number of vouches since its version was new; 0 to {@link DigestEntry#MAX_VOUCH}
 * @param ageSeconds of a tombstone: how long ago the owner left, as far as the sender knows; 0 otherwise
 */
record AdvertisedEntry(NodeEntry entry, int vouch, int ageSeconds) {

    static final int MAX_AGE_SECONDS = 1_000_000;

    AdvertisedEntry {
        if (vouch < 0 || ageSeconds < 0 || ageSeconds > MAX_AGE_SECONDS) {
            throw new IllegalArgumentException("expected a vouch of 0 or more and an age of 0 to " + MAX_AGE_SECONDS
                    + " s, got " + vouch + " and " + ageSeconds);
        }
    }

    /** {@return the same for a peer that accepts entries as earlier builds send them} */
    AdvertisedEntry forEarlier() {
        NodeEntry earlier = EarlierEntry.of(entry);
        return earlier.equals(entry) ? this : new AdvertisedEntry(earlier, vouch, ageSeconds);
    }
}
