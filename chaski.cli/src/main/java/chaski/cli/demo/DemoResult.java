package chaski.cli.demo;

import java.util.List;

/**
 * The result of the demo, computed from what the subscribers received.
 *
 * @param nodes how many nodes took part
 * @param published messages published
 * @param delivered messages received, by all subscribers together
 * @param lost messages that a subscriber did not receive, by all subscribers together
 * @param repeated messages that a subscriber received again
 * @param reordered messages that a subscriber received after a later one
 * @param damaged messages whose content differed from the published one
 * @param linksKilled links that were killed in that time
 * @param transportRestarts how often the bundle of the TCP transport was stopped and started in that time
 * @param links the transports that the publisher and the last subscriber used, one after the other
 */
public record DemoResult(
        int nodes,
        long published,
        long delivered,
        long lost,
        long repeated,
        long reordered,
        long damaged,
        long linksKilled,
        long transportRestarts,
        List<String> links) {

    /** Copies the list. */
    public DemoResult {
        links = List.copyOf(links);
    }

    /** {@return how often that session moved from one transport to another} */
    public int swaps() {
        return Math.max(0, links.size() - 1);
    }

    /** {@return whether every subscriber received everything, in order and once} */
    public boolean exact() {
        return lost == 0 && repeated == 0 && reordered == 0 && damaged == 0;
    }
}
