package chaski.api.node;

/**
 * The rules for linking nodes that share a topic.
 *
 * @param pairSubscribers whether two subscribers of one topic are linked as well; default no
 * @param maxPeersPerTopic with {@code pairSubscribers}, the most such peers for each topic; 1 to 1000; default 5
 * @param bootstrap what happens to a joined node once its directory has led to others; default {@link Bootstrap#KEEP}
 */
public record PairingConfig(boolean pairSubscribers, int maxPeersPerTopic, Bootstrap bootstrap) {

    /** The defaults. */
    public static final PairingConfig DEFAULT = new PairingConfig(false, 5, Bootstrap.KEEP);

    /** Checks the ranges. */
    public PairingConfig {
        Ranges.check("pairing.maxPeersPerTopic", maxPeersPerTopic, 1, 1000);
    }

    /** The treatment of the session with a joined node that shares no topic. */
    public enum Bootstrap {
        /** The session is kept. */
        KEEP,
        /** The session is ended once this node has paired with another one. */
        DISCONNECT
    }
}
