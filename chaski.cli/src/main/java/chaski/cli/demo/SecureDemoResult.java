package chaski.cli.demo;

import java.time.Duration;

/**
 * The result of the demo of closed networks, computed from what the subscribers received.
 *
 * @param delivery what was published and received
 * @param rotations how often every node received another certificate
 * @param revokedAfter how long the revoked node was still linked after the list of revocations was written
 */
public record SecureDemoResult(Delivery delivery, int rotations, Duration revokedAfter) {

    /** The longest that a revoked node may stay. */
    public static final Duration MOST = Duration.ofSeconds(5);

    /**
     * What was published and received in both directions.
     *
     * @param published messages published
     * @param lost messages that did not arrive
     * @param repeated messages that arrived again
     * @param disordered messages that arrived after a later one, or damaged
     */
    public record Delivery(long published, long lost, long repeated, long disordered) {

        /**
         * Adds another direction.
         *
         * @param other the other direction
         * @return the sum
         */
        public Delivery plus(Delivery other) {
            return new Delivery(
                    published + other.published,
                    lost + other.lost,
                    repeated + other.repeated,
                    disordered + other.disordered);
        }
    }

    /** {@return true if every message arrived once and in order, and the revoked node was out in time} */
    public boolean passed() {
        return delivery.lost() == 0
                && delivery.repeated() == 0
                && delivery.disordered() == 0
                && revokedAfter.compareTo(MOST) <= 0;
    }
}
