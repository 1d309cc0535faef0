package chaski.remote.channel;

import chaski.api.NodeId;
import chaski.remote.wire.ExportDescription;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What this node and its peers announce of their exports, by the export's number. Thread-safe. */
public final class ExportDescriptions {

    /** The most bytes of descriptions that are kept of one node, as they were encoded: thousands of usual ones. */
    static final long MAX_BYTES_PER_NODE = 16L << 20;

    private final Map<NodeId, OfNode> byNode = new ConcurrentHashMap<>();

    /** Creates it empty. */
    public ExportDescriptions() {}

    /** The descriptions of one node. Guarded by itself. */
    private static final class OfNode {

        private final Map<Long, Described> byExport = new HashMap<>();
        private long bytes;

        synchronized Map<String, Object> of(long export) {
            Described described = byExport.get(export);
            return described == null ? Map.of() : described.properties();
        }

        synchronized boolean put(ExportDescription description, int length) {
            Described before = byExport.get(description.export());
            long after = bytes + length - (before == null ? 0 : before.bytes());
            if (after > MAX_BYTES_PER_NODE) {
                return false;
            }
            bytes = after;
            byExport.put(description.export(), new Described(description.properties(), length));
            return true;
        }

        synchronized void remove(long export) {
            Described removed = byExport.remove(export);
            bytes -= removed == null ? 0 : removed.bytes();
        }
    }

    private record Described(Map<String, Object> properties, int bytes) {}

    /**
     * Finds the properties of an export.
     *
     * @param node its node
     * @param export its number there
     * @return its properties; empty if none were announced
     */
    public Map<String, Object> of(NodeId node, long export) {
        OfNode ofNode = byNode.get(node);
        return ofNode == null ? Map.of() : ofNode.of(export);
    }

    /** Sets the properties of an export; false if its node has too many. */
    boolean put(NodeId node, ExportDescription description, int bytes) {
        return byNode.computeIfAbsent(node, n -> new OfNode()).put(description, bytes);
    }

    /**
     * Forgets an export.
     *
     * @param node its node
     * @param export its number there
     */
    public void remove(NodeId node, long export) {
        OfNode ofNode = byNode.get(node);
        if (ofNode != null) {
            ofNode.remove(export);
        }
    }

    /** Forgets all exports of a node. */
    void remove(NodeId node) {
        byNode.remove(node);
    }
}
