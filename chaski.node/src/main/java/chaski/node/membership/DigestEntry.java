package chaski.node.membership;

import chaski.api.NodeId;

/**
 * An entry in a digest: enough to determine which side has the newer one.
 *
 * @param id the owner
 * @param incarnation its run
 * @param version its version
 * @param vouch the number of vouches since its version was new; 0 to {@link #MAX_VOUCH}
 * @param left whether it has left
 */
record DigestEntry(NodeId id, long incarnation, long version, int vouch, boolean left) {

    /** The largest non-negative number; at one vouch every ten seconds it lasts for six hundred years. */
    static final int MAX_VOUCH = Integer.MAX_VALUE;

    DigestEntry {
        if (incarnation < 0 || version < 1 || version > NodeEntry.MAX_VERSION || vouch < 0) {
            throw new IllegalArgumentException(
                    "digest: expected an incarnation of 0 or more, a version of 1 to 2^48 and"
                            + " a vouch of 0 or more, got " + incarnation + ", " + version + ", " + vouch);
        }
    }

    /**
     * A hash that differs, in all likelihood, between entries that differ in anything but the vouch: FNV-1a with 64
     * bits over id, incarnation, version and one byte that is 1 for a tombstone. Equal sums over all entries show that
     * two directories are equal.
     */
    long hash() {
        long hash = FNV_BASIS;
        hash = fnv(hash, id.value().getMostSignificantBits());
        hash = fnv(hash, id.value().getLeastSignificantBits());
        hash = fnv(hash, incarnation);
        hash = fnv(hash, version);
        return (hash ^ (left ? 1 : 0)) * FNV_PRIME;
    }

    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private static long fnv(long hash, long value) {
        long result = hash;
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            result = (result ^ (value >>> shift & 0xff)) * FNV_PRIME;
        }
        return result;
    }
}
