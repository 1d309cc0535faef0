package chaski.api.remote;

/** Selects one of several nodes that export a name. */
public enum ExporterSelection {
    /**
     * This node itself if it exports the name; otherwise the node with the shortest round trip. Another node replaces
     * it only after being twice as near for half a minute, or if the node in use has no link.
     */
    NEAREST,
    /** All in turn. */
    ROUND_ROBIN
}
