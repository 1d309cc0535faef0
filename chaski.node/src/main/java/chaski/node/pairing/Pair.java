package chaski.node.pairing;

import chaski.api.NodeId;
import chaski.node.membership.NodeEntry;
import chaski.node.membership.SessionNeed;
import org.jspecify.annotations.Nullable;

/** What pairing keeps of another node that it knows an entry of, or has a session with. */
final class Pair {

    final NodeId id;
    String name;
    /** The last entry; kept for a while when a node that was paired expires. */
    @Nullable
    NodeEntry entry;
    /** What both have in common, if anything. */
    @Nullable
    String topic;

    boolean session;
    boolean observer;
    boolean joined;
    boolean reaching;
    /** It had a session while it shared a topic: worth looking for when it expires. */
    boolean wasPaired;
    /** It expired without a word; it is looked for, but takes nobody else's place. */
    boolean missed;

    boolean toldPaired;
    boolean toldFailed;
    boolean toldLeave;

    @Nullable
    SessionNeed toldNeed;

    SessionNeed peerNeed = SessionNeed.NEEDED;
    String failure = "";

    Pair(NodeId id) {
        this.id = id;
        this.name = id.shortForm();
    }

    boolean wanted() {
        return topic != null;
    }

    /** Whether it cannot be dialled. */
    boolean isMute() {
        return entry == null || entry.endpoints().isEmpty();
    }

    /** Whether there is a session with it and it is part of the network. */
    boolean member() {
        return session && !observer;
    }

    /** Whether it counts among the peers. */
    boolean takesPlace() {
        return session || (reaching && !missed);
    }

    boolean isIdle() {
        return entry == null && !session && !reaching;
    }

    void sessionUp(boolean isObserver) {
        session = true;
        observer = isObserver;
        peerNeed = SessionNeed.NEEDED;
        toldNeed = null;
        toldPaired = false;
        toldLeave = false;
    }
}
