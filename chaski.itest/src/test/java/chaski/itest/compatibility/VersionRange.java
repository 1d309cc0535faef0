package chaski.itest.compatibility;

/**
 * The wire versions that a release supports.
 *
 * @param lowest the lowest
 * @param highest the highest
 */
record VersionRange(int lowest, int highest) {

    boolean overlaps(VersionRange other) {
        return lowest <= other.highest && other.lowest <= highest;
    }

    @Override
    public String toString() {
        return lowest == highest ? String.valueOf(lowest) : lowest + " to " + highest;
    }
}
