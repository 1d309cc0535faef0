package chaski.node.wire;

/**
 * The dialler has received the {@link Attached}; both sides may send data and close older links.
 *
 * @param epoch the epoch of the attach
 */
public record Confirm(long epoch) {

    /**
     * Checks the epoch.
     *
     * @throws chaski.api.ProtocolException when it is negative
     */
    public Confirm {
        ViolationText.notNegative("CONFIRM epoch", epoch);
    }
}
