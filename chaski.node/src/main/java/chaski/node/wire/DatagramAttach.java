package chaski.node.wire;

/**
 * Adds an auxiliary link to a session.
 *
 * @param session the secret id of the session
 * @param number higher than that of any auxiliary link that the sender knows of this session
 */
public record DatagramAttach(SessionId session, long number) {

    /**
     * Checks the ranges.
     *
     * @throws chaski.api.ProtocolException when a value is out of range
     */
    public DatagramAttach {
        ViolationText.check(number > 0, "ASSIST number", "1 to 2^63-1", number);
    }
}
