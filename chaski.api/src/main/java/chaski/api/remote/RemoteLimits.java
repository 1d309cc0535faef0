package chaski.api.remote;

import chaski.api.ConfigurationException;
import chaski.api.node.ServiceConfig;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Upper bounds on calls and streams of the {@link Remote} of one node. Given by {@link chaski.api.node.Node.Builder#configure}, or by the
 * keys {@code limits.*} of the node's configuration. Fixed when the node starts. Immutable.
 *
 * <pre>{@code
 * new Node.Builder().configure(RemoteLimits.builder().callsPerPeer(100).build());
 * }</pre>
 */
public final class RemoteLimits implements ServiceConfig {

    /** The defaults. */
    public static final RemoteLimits DEFAULT = new Builder().build();

    private final int callsPerPeer;
    private final int callsPerNode;
    private final int streamsPerPeer;
    private final int streamsPerNode;
    private final int streamItems;
    private final int streamBytes;

    private RemoteLimits(Builder from) {
        callsPerPeer = check("limits.callsPerPeer", from.callsPerPeer, 1, 1_000_000);
        callsPerNode = check("limits.callsPerNode", from.callsPerNode, callsPerPeer, 10_000_000);
        streamsPerPeer = check("limits.streamsPerPeer", from.streamsPerPeer, 1, 1_000_000);
        streamsPerNode = check("limits.streamsPerNode", from.streamsPerNode, streamsPerPeer, 10_000_000);
        streamItems = check("limits.streamItems", from.streamItems, 1, 65_536);
        streamBytes = check("limits.streamBytes", from.streamBytes, 1024, 64 << 20);
    }

    private static int check(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ConfigurationException(key + ": expected " + least + " to " + most + ", got " + value);
        }
        return value;
    }

    /** {@return a builder with every default set} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the most calls of one peer that are queued or running here, and of this node that await an answer of it} */
    public int callsPerPeer() {
        return callsPerPeer;
    }

    /** {@return the same for all peers together} */
    public int callsPerNode() {
        return callsPerNode;
    }

    /** {@return the most streams of one peer that are served here, and of this node that are open there} */
    public int streamsPerPeer() {
        return streamsPerPeer;
    }

    /** {@return the same for all peers together} */
    public int streamsPerNode() {
        return streamsPerNode;
    }

    /** {@return the most items of one stream that are in flight to this node, and that are queued here for sending} */
    public int streamItems() {
        return streamItems;
    }

    /** {@return the same in bytes; one item may exceed it} */
    public int streamBytes() {
        return streamBytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RemoteLimits that
                && callsPerPeer == that.callsPerPeer
                && callsPerNode == that.callsPerNode
                && streamsPerPeer == that.streamsPerPeer
                && streamsPerNode == that.streamsPerNode
                && streamItems == that.streamItems
                && streamBytes == that.streamBytes;
    }

    @Override
    public int hashCode() {
        return Objects.hash(callsPerPeer, callsPerNode, streamsPerPeer, streamsPerNode, streamItems, streamBytes);
    }

    @Override
    public String toString() {
        return "RemoteLimits[callsPerPeer=" + callsPerPeer + ", callsPerNode=" + callsPerNode + ", streamsPerPeer="
                + streamsPerPeer + ", streamsPerNode=" + streamsPerNode + ", streamItems=" + streamItems
                + ", streamBytes=" + streamBytes + "]";
    }

    /** Collects limits. {@link #build} checks them. Not thread-safe. */
    public static final class Builder {

        private int callsPerPeer = 1024;
        private int callsPerNode = 16_384;
        private int streamsPerPeer = 256;
        private int streamsPerNode = 4096;
        private int streamItems = 256;
        private int streamBytes = 256 << 10;

        private Builder() {}

        /**
         * The most calls of one peer that are queued or running here, and of this node that await an answer of it. Default: 1,024.
         *
         * @param value 1 to 1,000,000
         * @return this
         */
        public Builder callsPerPeer(int value) {
            callsPerPeer = value;
            return this;
        }

        /**
         * The same for all peers together. Default: 16,384.
         *
         * @param value {@link #callsPerPeer} to 10,000,000
         * @return this
         */
        public Builder callsPerNode(int value) {
            callsPerNode = value;
            return this;
        }

        /**
         * The most streams of one peer that are served here, and of this node that are open there. Default: 256.
         *
         * @param value 1 to 1,000,000
         * @return this
         */
        public Builder streamsPerPeer(int value) {
            streamsPerPeer = value;
            return this;
        }

        /**
         * The same for all peers together. Default: 4,096.
         *
         * @param value {@link #streamsPerPeer} to 10,000,000
         * @return this
         */
        public Builder streamsPerNode(int value) {
            streamsPerNode = value;
            return this;
        }

        /**
         * The most items of one stream that are in flight to this node, and that are queued here for sending. Default: 256.
         *
         * @param value 1 to 65,536
         * @return this
         */
        public Builder streamItems(int value) {
            streamItems = value;
            return this;
        }

        /**
         * The same in bytes; one item may exceed it. Default: 256 KiB.
         *
         * @param value 1 KiB to 64 MiB
         * @return this
         */
        public Builder streamBytes(int value) {
            streamBytes = value;
            return this;
        }

        /**
         * Makes the limits.
         *
         * @return the limits
         * @throws ConfigurationException when one is out of its range, or one for all peers is below that for one
         */
        public RemoteLimits build() {
            return new RemoteLimits(this);
        }
    }
}
