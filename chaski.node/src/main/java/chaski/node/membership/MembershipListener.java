package chaski.node.membership;

import chaski.api.NodeId;
import java.util.Optional;

/**
 * Receives the changes that membership has learned of. Called on the control loop after the message or tick that caused
 * them is processed, so a listener may call {@link Membership}.
 */
public interface MembershipListener {

    /**
     * The entry of another node was added, replaced or removed. A node that has left or expired has no entry
     * afterwards.
     *
     * @param id the node
     * @param before the entry before
     * @param after the entry now
     * @param left whether the node announced that it left; otherwise, without an entry, no node vouches for it any more
     */
    void onEntry(NodeId id, Optional<NodeEntry> before, Optional<NodeEntry> after, boolean left);

    /** The state of a node in {@link Membership#directory} may have changed. */
    void onStateChanged();

    /**
     * A peer sent how much it needs the session with this node.
     *
     * @param peer the peer
     * @param need how much
     */
    void onPeerNeeds(NodeId peer, SessionNeed need);

    /**
     * The network has an entry of this node's id in a later incarnation, of a run whose clock was ahead, or of another
     * node with the same id. While nodes vouch for it, this node's own entry is ignored.
     *
     * @param incarnation the later incarnation
     */
    void onSuperseded(long incarnation);

    /**
     * Counts and reports that something that a peer sent was refused.
     *
     * @param from the peer, or this node if it is its own fault
     * @param counter the name of the counter
     * @param reason what was wrong, and what to do
     */
    void onRefused(NodeId from, String counter, String reason);

    /**
     * Counts an occurrence.
     *
     * @param counter the name of the counter
     */
    void onCount(String counter);
}
