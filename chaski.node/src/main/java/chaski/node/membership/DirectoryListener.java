package chaski.node.membership;

import chaski.api.NodeId;
import org.jspecify.annotations.Nullable;

/** Told by the directory what changed, while it changes; must not change it. */
interface DirectoryListener {

    /** An entry came, was replaced or went; {@code from} is the peer that told it, if one did. */
    void onChange(NodeId id, @Nullable NodeEntry before, @Nullable NodeEntry after, @Nullable NodeId from);

    /** An entry was vouched for; {@code from} is the peer that told it, if one did. */
    void onVouch(NodeId id, @Nullable NodeId from);

    /**
     * An opinion on the owner of an entry has changed, or a vouch has refuted one; {@code from} is the peer that told it, if one
     * did.
     */
    void onOpinion(NodeId id, @Nullable NodeId from);

    /** What users are shown of some node may have changed. */
    void onState();

    /** Somebody knows this node's id in a later run, or in a version that cannot be surpassed. */
    void onSuperseded(long incarnation);

    /** Something was refused. */
    void onRefused(String counter);
}
