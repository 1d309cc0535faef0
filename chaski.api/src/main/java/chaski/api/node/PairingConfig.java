package chaski.api.node;

/**
 * Which nodes that share a topic are linked.
 *
 * @param pairSubscribers whether two subscribers of one topic are linked as well; default no
 * @param maxPeersPerTopic with {@code pairSubscribers}, the most such peers a topic; 1 to 1000; default 5
 * @param bootstrap what happens to a joined node once its directory has led to others; default {@link Bootstrap#KEEP}
 */
public record PairingConfig(boolean pairSubscribers, int maxPeersPerTopic, Bootstrap bootstrap) {

    /** The defaults. */
    public static final PairingConfig DEFAULT = new PairingConfig(false, 5, Bootstrap.KEEP);

    /** Checks the ranges. */
    public PairingConfig {
        Ranges.check("pairing.maxPeersPerTopic", maxPeersPerTopic, 1, 1000);
    }

    /** What happens to the session with a joined node that shares no topic. */
    public enum Bootstrap {
        /** It stays. */
        KEEP,
        /** It is left once this node has paired with another one. */
        DISCONNECT
    }
}
