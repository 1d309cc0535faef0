package chaski.node.session;

import org.jspecify.annotations.Nullable;

/** What the attach protocol remembers of one session. Confined to the control loop. */
final class AttachState {

    /** The number of the last attach. */
    long epoch;

    /** The link whose attach is under way. */
    @Nullable
    LinkAttachment pending;

    /** When the session was made, or received its last link. */
    long linkedNs;

    /** The scheme and the host of the last link, empty before the first. */
    String lastScheme = "";

    String lastHost = "";

    /** How many attaches in a row were not answered, and on which scheme the last of them was tried. */
    int unanswered;

    String unansweredScheme = "";

    /** True if the peer took the session from another link to the one in use. */
    boolean movedByPeer;

    /** The link on which the peer answered last when another run of it wanted its place, and when. */
    @Nullable
    LinkAttachment answeredOn;

    long answeredNs;
}
