package chaski.api.remote;

/** Which of several nodes that export a name gets a call. */
public enum ExporterSelection {
    /**
     * This node itself if it exports the name; else the one with the shortest round trip. Another one takes over only when it has been
     * twice as near for half a minute, or the one in use has no link.
     */
    NEAREST,
    /** One after another. */
    ROUND_ROBIN
}
