package chaski.node.wire;

import org.jspecify.annotations.Nullable;

/**
 * The dialler's third message: creates a session, or moves it to this link.
 *
 * @param session the session
 * @param epoch the number of this attach, higher than any the sender knows of this session; fences lower ones
 * @param received the position up to which the sender has received; final for earlier links
 * @param create whether an unknown session is to be created, not refused
 * @param declarations the version of the sender's own declarations
 * @param ended the previous session with the same peer, as the sender remembers it
 */
public record Attach(
        SessionId session,
        long epoch,
        long received,
        boolean create,
        long declarations,
        @Nullable EndedSession ended) {

    /**
     * Checks the ranges.
     *
     * @throws chaski.api.ProtocolException when a value is out of range
     */
    public Attach {
        ViolationText.notNegative("ATTACH epoch", epoch);
        ViolationText.notNegative("ATTACH received position", received);
        ViolationText.notNegative("ATTACH declarations", declarations);
    }
}
