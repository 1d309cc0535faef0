package chaski.api.remote;

import chaski.api.configuration.ConfigState;
import chaski.api.configuration.Ranges;
import chaski.api.node.ServiceConfig;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Upper bounds on calls and streams of the {@link Remote} of one node. Given by {@link chaski.api.node.Node.Builder#configure},
 * or by the keys {@code limits.*} of the node's configuration. Fixed when the node starts. Start from {@link #DEFAULT}; a
 * method with an argument returns a copy. Immutable.
 *
 * <pre>{@code
 * Chaski.node().configure(RemoteLimits.DEFAULT.callsPerPeer(100)).start();
 * }</pre>
 *
 * <p>Values that bound each other are compared when they are given to a node, so they can be set in any order.
 */
public final class RemoteLimits implements ServiceConfig {

    private static final int MANY = 1_000_000;

    /** The defaults. */
    public static final RemoteLimits DEFAULT = new RemoteLimits(new State());

    private final State state;

    private RemoteLimits(State state) {
        this.state = state;
    }

    /**
     * {@return the most calls of one peer that are queued or running here, and of this node that await an answer of it; default
     * 1,024}
     */
    public int callsPerPeer() {
        return state.callsPerPeer;
    }

    /** {@return the same for all peers together; default 16,384} */
    public int callsPerNode() {
        return state.callsPerNode;
    }

    /** {@return the most streams of one peer that are served here, and of this node that are open there; default 256} */
    public int streamsPerPeer() {
        return state.streamsPerPeer;
    }

    /** {@return the same for all peers together; default 4,096} */
    public int streamsPerNode() {
        return state.streamsPerNode;
    }

    /**
     * {@return the most items of one stream that are in flight to this node, and that are queued here for sending; default 256}
     */
    public int streamItems() {
        return state.streamItems;
    }

    /** {@return the same in bytes; one item may exceed it; default 256 KiB} */
    public int streamBytes() {
        return state.streamBytes;
    }

    /**
     * Returns a copy with another limit of calls of one peer.
     *
     * @param value 1 to 1,000,000
     * @return the copy
     */
    public RemoteLimits callsPerPeer(int value) {
        return with(changed -> changed.callsPerPeer = Ranges.check("limits.callsPerPeer", value, 1, MANY));
    }

    /**
     * Returns a copy with another limit of calls of all peers.
     *
     * @param value {@link #callsPerPeer()} to 10,000,000
     * @return the copy
     */
    public RemoteLimits callsPerNode(int value) {
        return with(changed -> changed.callsPerNode = Ranges.check("limits.callsPerNode", value, 1, 10 * MANY));
    }

    /**
     * Returns a copy with another limit of streams of one peer.
     *
     * @param value 1 to 1,000,000
     * @return the copy
     */
    public RemoteLimits streamsPerPeer(int value) {
        return with(changed -> changed.streamsPerPeer = Ranges.check("limits.streamsPerPeer", value, 1, MANY));
    }

    /**
     * Returns a copy with another limit of streams of all peers.
     *
     * @param value {@link #streamsPerPeer()} to 10,000,000
     * @return the copy
     */
    public RemoteLimits streamsPerNode(int value) {
        return with(changed -> changed.streamsPerNode = Ranges.check("limits.streamsPerNode", value, 1, 10 * MANY));
    }

    /**
     * Returns a copy with another limit of items of one stream.
     *
     * @param value 1 to 65,536
     * @return the copy
     */
    public RemoteLimits streamItems(int value) {
        return with(changed -> changed.streamItems = Ranges.check("limits.streamItems", value, 1, 65_536));
    }

    /**
     * Returns a copy with another limit of bytes of one stream.
     *
     * @param value 1 KiB to 64 MiB
     * @return the copy
     */
    public RemoteLimits streamBytes(int value) {
        return with(changed -> changed.streamBytes = Ranges.check("limits.streamBytes", value, 1024, 64 << 20));
    }

    private RemoteLimits with(Consumer<State> change) {
        return new RemoteLimits(state.changed(change));
    }

    @Override
    public void validate() {
        Ranges.check("limits.callsPerNode", callsPerNode(), callsPerPeer(), 10 * MANY);
        Ranges.check("limits.streamsPerNode", streamsPerNode(), streamsPerPeer(), 10 * MANY);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RemoteLimits that && state.equals(that.state);
    }

    @Override
    public int hashCode() {
        return state.hashCode();
    }

    @Override
    public String toString() {
        return "RemoteLimits" + state;
    }

    private static final class State extends ConfigState<State> {

        private int callsPerPeer = 1024;
        private int callsPerNode = 16_384;
        private int streamsPerPeer = 256;
        private int streamsPerNode = 4096;
        private int streamItems = 256;
        private int streamBytes = 256 << 10;

        @Override
        protected List<Map.Entry<String, ?>> properties() {
            return List.of(
                    Map.entry("callsPerPeer", callsPerPeer),
                    Map.entry("callsPerNode", callsPerNode),
                    Map.entry("streamsPerPeer", streamsPerPeer),
                    Map.entry("streamsPerNode", streamsPerNode),
                    Map.entry("streamItems", streamItems),
                    Map.entry("streamBytes", streamBytes));
        }
    }
}
