package chaski.node.membership;

import chaski.node.identity.OwnerProof;
import org.jspecify.annotations.Nullable;

/**
 * An entry as one node sends it to another, with what its owner does not determine.
 *
 * @param entry the entry
 * @param vouch the number of vouches since its version was new; 0 to {@link DigestEntry#MAX_VOUCH}
 * @param ageSeconds of a tombstone: how long ago the owner left, as far as the sender knows; 0 otherwise
 * @param proof that the entry is by its owner, in closed networks
 */
record AdvertisedEntry(
        NodeEntry entry,
        int vouch,
        int ageSeconds,
        @Nullable OwnerProof proof) {

    static final int MAX_AGE_SECONDS = 1_000_000;

    AdvertisedEntry {
        if (vouch < 0 || ageSeconds < 0 || ageSeconds > MAX_AGE_SECONDS) {
            throw new IllegalArgumentException("expected a vouch of 0 or more and an age of 0 to " + MAX_AGE_SECONDS
                    + " s, got " + vouch + " and " + ageSeconds);
        }
    }

    AdvertisedEntry(NodeEntry entry, int vouch, int ageSeconds) {
        this(entry, vouch, ageSeconds, null);
    }

    /** {@return the same without proof} */
    AdvertisedEntry unsigned() {
        return proof == null ? this : new AdvertisedEntry(entry, vouch, ageSeconds);
    }

    DigestEntry row() {
        return new DigestEntry(entry.id(), entry.incarnation(), entry.version(), vouch, entry.left());
    }

    /** {@return the same for a peer that accepts entries as earlier builds send them} */
    AdvertisedEntry forEarlier() {
        NodeEntry earlier = EarlierEntry.of(entry);
        return earlier.equals(entry) ? this : new AdvertisedEntry(earlier, vouch, ageSeconds);
    }
}
