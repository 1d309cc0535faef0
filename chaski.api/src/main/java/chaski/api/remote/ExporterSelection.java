package chaski.api.remote;

/** Selects one of several nodes that export a name. */
public enum ExporterSelection {
    /**
     * This node itself if it exports the name; else the one with the shortest round trip. Another one takes over only when it has been
     * twice as near for half a minute, or the one in use has no link.
     */
    NEAREST,
    /** One after another. */
    ROUND_ROBIN
}
