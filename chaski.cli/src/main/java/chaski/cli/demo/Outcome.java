package chaski.cli.demo;

/**
 * What came of the demo, computed from what the subscribers received.
 *
 * @param nodes how many nodes took part
 * @param published messages published
 * @param delivered messages received, by all subscribers together
 * @param lost messages that a subscriber did not receive, by all subscribers together
 * @param repeated messages that a subscriber received again
 * @param reordered messages that a subscriber received after a later one
 * @param damaged messages whose content was not what was published
 * @param linksKilled links that were killed on the way
 * @param transportRestarts how often the transport's bundle was stopped and started on the way
 */
public record Outcome(
        int nodes,
        long published,
        long delivered,
        long lost,
        long repeated,
        long reordered,
        long damaged,
        long linksKilled,
        long transportRestarts) {

    /** {@return whether every subscriber received everything, in order and once} */
    public boolean exact() {
        return lost == 0 && repeated == 0 && reordered == 0 && damaged == 0;
    }
}
