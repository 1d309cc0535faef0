package chaski.node.wire;

/**
 * The answerer takes an auxiliary link.
 *
 * @param number that of the {@link Assist}
 */
public record Assisted(long number) {

    /**
     * Checks the range.
     *
     * @throws chaski.api.ProtocolException when the number is out of range
     */
    public Assisted {
        Violation.check(number > 0, "ASSISTED number", "1 to 2^63-1", number);
    }
}
