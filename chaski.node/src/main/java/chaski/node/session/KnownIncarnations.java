package chaski.node.session;

import chaski.api.NodeId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The latest known run of each node, so that an earlier run learns that there is a later one. A node whose clock was
 * set back then takes a later incarnation. A node that has sessions cannot do so without losing them, and insists: it
 * is admitted as it is. Bounded: the oldest entries are removed. Confined to the control loop.
 */
final class KnownIncarnations {

    /**
     * The minimum time between the first refusal and a second attempt: a HELLO that was already under way then does not
     * count.
     */
    static final long INSISTS_NS = 1_000_000_000L;

    private static final int MAX_NODES = 10_000;
    private static final long NONE = -1;

    private final Map<NodeId, Run> latest = new LinkedHashMap<>();

    /** The latest incarnation, and the earlier one that was last refused. */
    private record Run(long incarnation, long refused, long refusedNs) {}

    /**
     * Decides on a run of a node that wants a session, while no link of another run is in use.
     *
     * @return false if it is to be refused: it is an earlier run, and attempts this for the first time
     */
    boolean admits(NodeId node, long incarnation, long nowNs) {
        Run known = latest.get(node);
        if (known == null || incarnation > known.incarnation || insists(known, incarnation, nowNs)) {
            put(node, new Run(incarnation, NONE, nowNs));
            return true;
        }
        if (incarnation < known.incarnation && known.refused != incarnation) {
            put(node, new Run(known.incarnation, incarnation, nowNs));
        }
        return incarnation == known.incarnation;
    }

    private static boolean insists(Run known, long incarnation, long nowNs) {
        return known.refused == incarnation && nowNs - known.refusedNs >= INSISTS_NS;
    }

    /** {@return the latest incarnation of a node, 0 if none is known} */
    long latest(NodeId node) {
        Run known = latest.get(node);
        return known == null ? 0 : known.incarnation;
    }

    void forget(NodeId node) {
        latest.remove(node);
    }

    private void put(NodeId node, Run run) {
        latest.remove(node);
        latest.put(node, run);
        if (latest.size() > MAX_NODES) {
            latest.remove(latest.keySet().iterator().next());
        }
    }
}
