package chaski.node.membership;

import chaski.api.NodeId;
import java.util.Optional;

/**
 * Told what membership learned. Called on the control loop after the message or tick that brought it has been worked off, so that
 * a listener may call {@link Membership}.
 */
public interface MembershipListener {

    /**
     * The entry of another node came, was replaced or went. A node that has left or expired has no entry after.
     *
     * @param id the node
     * @param before the entry before
     * @param after the entry now
     * @param left whether the node said itself that it left; otherwise, without entry, nobody vouches for it any more
     */
    void onEntry(NodeId id, Optional<NodeEntry> before, Optional<NodeEntry> after, boolean left);

    /** The state of some node in {@link Membership#directory} may have changed. */
    void onStateChanged();

    /**
     * A peer told how much it needs the session with this node.
     *
     * @param peer the peer
     * @param need how much
     */
    void onPeerNeeds(NodeId peer, SessionNeed need);

    /**
     * The network holds an entry of this node's id in a later incarnation, of a run whose clock was ahead, or of another node with
     * the same id. As long as somebody vouches for it, this node's own entry is not believed.
     *
     * @param incarnation the later incarnation
     */
    void onSuperseded(long incarnation);

    /**
     * Something is to be counted.
     *
     * @param counter the name of the counter
     */
    void onCount(String counter);
}
