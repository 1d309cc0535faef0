package chaski.node.membership;

import chaski.api.NodeId;
import org.jspecify.annotations.Nullable;

/** Receives the changes of the directory, while it changes; must not change it. */
interface DirectoryListener {

    /** An entry was added, replaced or removed; {@code from} is the peer that sent it, or null. */
    void onChange(NodeId id, @Nullable NodeEntry before, @Nullable NodeEntry after, @Nullable NodeId from);

    /** The entry that changes next has other certificates than before; {@code from} as for {@link #onChange}. */
    default void onResigned(NodeId id, @Nullable NodeId from) {}

    /** An entry was vouched for; {@code from} is the peer that sent the vouch, or null. */
    void onVouch(NodeId id, @Nullable NodeId from);

    /**
     * An opinion on the owner of an entry has changed, or a vouch has refuted one; {@code from} is the peer that sent
     * it, or null.
     */
    void onOpinion(NodeId id, @Nullable NodeId from);

    /** The state of a node that users see may have changed. */
    void onState();

    /** The network knows this node's id in a later incarnation, or in a version that cannot be surpassed. */
    void onSuperseded(long incarnation);

    /** Counts and reports a refusal of what a peer sent. */
    void onRefused(NodeId from, String counter, String reason);

    /** Counts a refusal. */
    void onRefused(String counter);
}
