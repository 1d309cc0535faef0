package chaski.node.wire;

/**
 * A session that ended, and how far its log was handed over on the side that says so; makes loss exact on the other.
 *
 * @param session the session
 * @param position the final received position
 */
public record EndedSession(SessionId session, long position) {

    /**
     * Checks the position.
     *
     * @throws chaski.api.ProtocolException when it is negative
     */
    public EndedSession {
        ViolationText.notNegative("ended session position", position);
    }
}
