package chaski.node.wire;

import java.util.OptionalInt;

/**
 * The versions of the protocol that one side supports, without gaps, as HELLO names them. {@code docs/COMPATIBILITY.md} describes
 * how a version is raised.
 *
 * @param lowest the lowest version, 1 to 255
 * @param highest the highest, {@code lowest} to 255
 */
public record WireVersions(int lowest, int highest) {

    /**
     * The versions that this package implements. No other code names a number: the tests of mixed versions replace this class alone.
     */
    public static final WireVersions OWN = new WireVersions(1, 1);

    private static final int MAX = 255;

    /**
     * Checks the ranges.
     *
     * @throws chaski.api.ProtocolException when a value is out of range
     */
    public WireVersions {
        ViolationText.check(lowest >= 1 && lowest <= MAX, "HELLO lowest version", "1 to " + MAX, lowest);
        ViolationText.check(
                highest >= lowest && highest <= MAX, "HELLO highest version", lowest + " to " + MAX, highest);
    }

    /**
     * Returns the version that two sides use.
     *
     * @param other what the other side supports
     * @return the highest version that both support; empty if there is none
     */
    public OptionalInt common(WireVersions other) {
        int version = Math.min(highest, other.highest);
        return version >= Math.max(lowest, other.lowest) ? OptionalInt.of(version) : OptionalInt.empty();
    }

    /**
     * Explains to the users of the side with these versions that there is no common one. The side that detects it sends the other
     * side's explanation in REFUSED, so that "this node" is right on both.
     *
     * @param other what the other side supports
     * @return what each side supports, and which of them to update
     */
    public String mismatch(WireVersions other) {
        return "no common wire version: this node supports " + this + ", the other node " + other
                + "; update Chaski on " + (highest < other.highest ? "this" : "the other") + " node";
    }

    /** {@return for example {@code 1} or {@code 1 to 3}} */
    @Override
    public String toString() {
        return lowest == highest ? String.valueOf(lowest) : lowest + " to " + highest;
    }
}
