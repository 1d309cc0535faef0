package chaski.api.node;

import chaski.api.configuration.ConfigState;
import chaski.api.configuration.Ranges;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Upper bounds on what one node accepts from others. When a peer exceeds a limit, it is notified, the violation is counted, and
 * the peer is disconnected if necessary. Start from {@link #DEFAULT}; a method with an argument returns a copy. Immutable.
 *
 * <pre>{@code
 * Limits limits = Limits.DEFAULT.peers(10).topicsPerPeer(100);
 * }</pre>
 *
 * <p>Values that bound each other are compared when they are given to a node, so they can be set in any order.
 */
public final class Limits {

    private static final int MANY = 1_000_000;

    /** The defaults. */
    public static final Limits DEFAULT = new Limits(new State());

    private final State state;

    private Limits(State state) {
        this.state = state;
    }

    /** {@return the most sessions; default 1,000} */
    public int peers() {
        return state.peers;
    }

    /**
     * {@return the most links opened by others whose handshake is not done; default 100} Beyond it one without a HELLO for a
     * second is evicted, or the newcomer is refused with a retry time.
     */
    public int pendingHandshakes() {
        return state.pendingHandshakes;
    }

    /** {@return how many handshakes an address may begin each second, loopback excepted; default 5} */
    public int handshakesPerSecond() {
        return state.handshakesPerSecond;
    }

    /** {@return how many handshakes an address may begin at once, loopback excepted; default 10} */
    public int handshakeBurst() {
        return state.handshakeBurst;
    }

    /** {@return the most links of one address, loopback excepted; default 64} */
    public int connectionsPerAddress() {
        return state.connectionsPerAddress;
    }

    /** {@return the most declarations of one peer; default 1,024} */
    public int topicsPerPeer() {
        return state.topicsPerPeer;
    }

    /** {@return the most declarations of all peers; default 65,536} */
    public int topicsPerNode() {
        return state.topicsPerNode;
    }

    /**
     * Returns a copy with another limit of sessions.
     *
     * @param value 1 to 1,000,000
     * @return the copy
     */
    public Limits peers(int value) {
        return with(changed -> changed.peers = Ranges.check("limits.peers", value, 1, MANY));
    }

    /**
     * Returns a copy with another limit of handshakes that are not done.
     *
     * @param value 1 to 1,000,000
     * @return the copy
     */
    public Limits pendingHandshakes(int value) {
        return with(changed -> changed.pendingHandshakes = Ranges.check("limits.pendingHandshakes", value, 1, MANY));
    }

    /**
     * Returns a copy with another rate of handshakes.
     *
     * @param value 1 to 1,000,000
     * @return the copy
     */
    public Limits handshakesPerSecond(int value) {
        return with(
                changed -> changed.handshakesPerSecond = Ranges.check("limits.handshakesPerSecond", value, 1, MANY));
    }

    /**
     * Returns a copy with another number of handshakes at once.
     *
     * @param value 1 to 1,000,000
     * @return the copy
     */
    public Limits handshakeBurst(int value) {
        return with(changed -> changed.handshakeBurst = Ranges.check("limits.handshakeBurst", value, 1, MANY));
    }

    /**
     * Returns a copy with another limit of links of one address.
     *
     * @param value 1 to 1,000,000
     * @return the copy
     */
    public Limits connectionsPerAddress(int value) {
        return with(changed ->
                changed.connectionsPerAddress = Ranges.check("limits.connectionsPerAddress", value, 1, MANY));
    }

    /**
     * Returns a copy with another limit of declarations of one peer.
     *
     * @param value 1 to 1,000,000
     * @return the copy
     */
    public Limits topicsPerPeer(int value) {
        return with(changed -> changed.topicsPerPeer = Ranges.check("limits.topicsPerPeer", value, 1, MANY));
    }

    /**
     * Returns a copy with another limit of declarations of all peers.
     *
     * @param value {@link #topicsPerPeer()} to 10,000,000
     * @return the copy
     */
    public Limits topicsPerNode(int value) {
        return with(changed -> changed.topicsPerNode = Ranges.check("limits.topicsPerNode", value, 1, 10 * MANY));
    }

    private Limits with(Consumer<State> change) {
        return new Limits(state.changed(change));
    }

    /** Checks what {@link NodeConfig} accepts only together. */
    void validate() {
        Ranges.check("limits.topicsPerNode", topicsPerNode(), topicsPerPeer(), 10 * MANY);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Limits that && state.equals(that.state);
    }

    @Override
    public int hashCode() {
        return state.hashCode();
    }

    @Override
    public String toString() {
        return "Limits" + state;
    }

    private static final class State extends ConfigState<State> {

        private int peers = 1000;
        private int pendingHandshakes = 100;
        private int handshakesPerSecond = 5;
        private int handshakeBurst = 10;
        private int connectionsPerAddress = 64;
        private int topicsPerPeer = 1024;
        private int topicsPerNode = 65_536;

        @Override
        protected List<Map.Entry<String, ?>> properties() {
            return List.of(
                    Map.entry("peers", peers),
                    Map.entry("pendingHandshakes", pendingHandshakes),
                    Map.entry("handshakesPerSecond", handshakesPerSecond),
                    Map.entry("handshakeBurst", handshakeBurst),
                    Map.entry("connectionsPerAddress", connectionsPerAddress),
                    Map.entry("topicsPerPeer", topicsPerPeer),
                    Map.entry("topicsPerNode", topicsPerNode));
        }
    }
}
