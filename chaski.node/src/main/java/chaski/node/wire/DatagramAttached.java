package chaski.node.wire;

/**
 * The answerer accepts an auxiliary link.
 *
 * @param number the number of the {@link DatagramAttach}
 */
public record DatagramAttached(long number) {

    /**
     * Checks the range.
     *
     * @throws chaski.api.ProtocolException when the number is out of range
     */
    public DatagramAttached {
        ViolationText.check(number > 0, "ASSISTED number", "1 to 2^63-1", number);
    }
}
