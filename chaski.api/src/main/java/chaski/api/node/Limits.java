package chaski.api.node;

/**
 * Upper bounds on what one node accepts from others. When a peer exceeds a limit, it is notified, the violation is counted, and the
 * peer is disconnected if necessary.
 *
 * @param peers the most sessions; default 1,000
 * @param pendingHandshakes the most links opened by others whose handshake is not done; beyond it one without a HELLO for a second
 *     is evicted, or the newcomer is refused with a retry time; default 100
 * @param handshakesPerSecond how many handshakes an address may begin each second, loopback excepted; default 5
 * @param handshakeBurst how many at once; default 10
 * @param connectionsPerAddress the most links of one address, loopback excepted; default 64
 * @param topicsPerPeer the most declarations of one peer; default 1,024
 * @param topicsPerNode the most declarations of all peers; default 65,536
 */
public record Limits(
        int peers,
        int pendingHandshakes,
        int handshakesPerSecond,
        int handshakeBurst,
        int connectionsPerAddress,
        int topicsPerPeer,
        int topicsPerNode) {

    /** The defaults. */
    public static final Limits DEFAULT = new Limits(1000, 100, 5, 10, 64, 1024, 65536);

    /** Checks the ranges. */
    public Limits {
        Ranges.check("limits.peers", peers, 1, 1_000_000);
        Ranges.check("limits.pendingHandshakes", pendingHandshakes, 1, 1_000_000);
        Ranges.check("limits.handshakesPerSecond", handshakesPerSecond, 1, 1_000_000);
        Ranges.check("limits.handshakeBurst", handshakeBurst, 1, 1_000_000);
        Ranges.check("limits.connectionsPerAddress", connectionsPerAddress, 1, 1_000_000);
        Ranges.check("limits.topicsPerPeer", topicsPerPeer, 1, 1_000_000);
        Ranges.check("limits.topicsPerNode", topicsPerNode, topicsPerPeer, 10_000_000);
    }
}
