package chaski.api.node;

/**
 * How much the streams of remote results may take.
 *
 * @param perPeer the most streams of one peer that are served here, and of this node that are open there; default 256
 * @param perNode the same for all peers together; default 4,096
 * @param items the most items of one stream that are under way to this node, and that wait here to be sent; default 256
 * @param bytes the same in bytes, exceeded by one item at most; default 256 KiB
 */
public record RemoteStreamLimits(int perPeer, int perNode, int items, int bytes) {

    /** The defaults. */
    public static final RemoteStreamLimits DEFAULT = new RemoteStreamLimits(256, 4096, 256, 256 << 10);

    /** Checks the ranges. */
    public RemoteStreamLimits {
        Ranges.check("limits.streamsPerPeer", perPeer, 1, 1_000_000);
        Ranges.check("limits.streamsPerNode", perNode, perPeer, 10_000_000);
        Ranges.check("limits.streamItems", items, 1, 65_536);
        Ranges.check("limits.streamBytes", bytes, 1024, 64 << 20);
    }
}
