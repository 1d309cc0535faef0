package chaski.node.wire;

/**
 * A session that ended on the sender's side, and the position up to which its log was handed over there; makes loss
 * exact on the other side.
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
