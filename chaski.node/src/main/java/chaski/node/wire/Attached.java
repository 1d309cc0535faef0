package chaski.node.wire;

/**
 * The answerer accepts an {@link Attach}.
 *
 * @param epoch the epoch of that attach
 * @param received the position up to which the sender has received; final for earlier links
 * @param declarations the version of the sender's own declarations
 */
public record Attached(long epoch, long received, long declarations) {

    /**
     * Checks the ranges.
     *
     * @throws chaski.api.ProtocolException when a value is out of range
     */
    public Attached {
        ViolationText.notNegative("ATTACHED epoch", epoch);
        ViolationText.notNegative("ATTACHED received position", received);
        ViolationText.notNegative("ATTACHED declarations", declarations);
    }
}
