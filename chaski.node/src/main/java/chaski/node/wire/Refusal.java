package chaski.node.wire;

/**
 * Why a link or a session is refused.
 *
 * @param code the reason
 * @param value what the code says it is, 0 when it says nothing; -1 and more
 * @param text for people; cut to 1 KiB and to one line
 */
public record Refusal(RefusalCode code, long value, String text) {

    /**
     * Checks the value and cleans the text.
     *
     * @throws chaski.api.ProtocolException when the value is out of range
     */
    public Refusal {
        ViolationText.check(value >= -1, "REFUSED value", "-1 to 2^63-1", value);
        text = FreeText.clean(text);
    }
}
