package chaski.testkit.simulation;

/** A running 64-bit hash of everything that happened. The mixing steps are those of SplitMix64. */
final class EventDigest {

    private long value = 0x9E3779B97F4A7C15L;

    void add(long more) {
        long z = (value ^ more) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        value = z ^ (z >>> 31);
    }

    void add(String more) {
        // The language fixes the hash of a string, so it is the same in every JVM.
        add(more.hashCode());
    }

    long value() {
        return value;
    }
}
