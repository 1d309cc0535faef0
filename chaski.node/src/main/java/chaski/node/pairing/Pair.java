package chaski.node.pairing;

import chaski.api.NodeId;
import chaski.node.membership.NodeEntry;
import chaski.node.membership.SessionNeed;
import org.jspecify.annotations.Nullable;

/** The state of pairing with another node of which there is an entry or a session. */
final class Pair {

    final NodeId id;
    String name;
    /** The last entry; kept for a while when a node that was paired expires. */
    @Nullable
    NodeEntry entry;
    /** A topic or pattern that both nodes share, or null. */
    @Nullable
    String topic;

    boolean session;
    boolean observer;
    boolean joined;
    boolean dialling;
    /** It had a session while it shared a topic, so it is dialled for a while after it expires. */
    boolean wasPaired;
    /** It expired without having left; it is dialled, but takes no slot from another node. */
    boolean expired;

    boolean notifiedPaired;
    boolean notifiedFailed;
    boolean leaveRequested;

    @Nullable
    SessionNeed sentNeed;

    SessionNeed peerNeed = SessionNeed.NEEDED;
    String failure = "";

    Pair(NodeId id) {
        this.id = id;
        this.name = id.shortForm();
    }

    boolean wanted() {
        return topic != null;
    }

    /** True if it has no endpoint that could be dialled. */
    boolean hasNoEndpoint() {
        return entry == null || entry.endpoints().isEmpty();
    }

    /** True if there is a session with it and it is not an observer. */
    boolean member() {
        return session && !observer;
    }

    /** True if it counts towards the limit of peers. */
    boolean occupiesSlot() {
        return session || (dialling && !expired);
    }

    boolean isIdle() {
        return entry == null && !session && !dialling;
    }

    void sessionUp(boolean isObserver) {
        session = true;
        observer = isObserver;
        peerNeed = SessionNeed.NEEDED;
        sentNeed = null;
        notifiedPaired = false;
        leaveRequested = false;
    }
}
