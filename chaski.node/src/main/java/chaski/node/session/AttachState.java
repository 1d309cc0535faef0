package chaski.node.session;

import org.jspecify.annotations.Nullable;

/** The state of the attach protocol for one session. Confined to the control loop. */
public final class AttachState {

    /** The number of the last attach. */
    long epoch;

    /** The link whose attach is under way. */
    @Nullable
    LinkAttachment pending;

    /** The time at which the session was created or received its last link. */
    long linkedNs;

    /** The scheme and the host of the last link, empty before the first. */
    String lastScheme = "";

    String lastHost = "";

    /** The number of consecutive attaches that were not answered, and the scheme of the last of them. */
    int unanswered;

    String unansweredScheme = "";

    /** True if the peer moved the session from another link to the one in use. */
    boolean movedByPeer;

    /**
     * The attach of the link on which the peer last answered when another run claimed its place, and the time of that
     * answer. Not the link itself, which would keep a transport that has been removed.
     */
    long answeredEpoch = -1;

    long answeredNs;

    AttachState() {}

    /** {@return true if the peer moved the session from another link to the one in use} */
    public boolean movedByPeer() {
        return movedByPeer;
    }

    /** {@return the scheme of the link on which the last attach was not answered; empty if one was answered since} */
    public String unansweredScheme() {
        return unansweredScheme;
    }

    /** {@return the host at the other end of the last link, empty before the first} */
    public String lastHost() {
        return lastHost;
    }

    /** {@return the scheme of the last link, empty before the first} */
    public String lastScheme() {
        return lastScheme;
    }
}
