package chaski.node.wire;

/**
 * The refusal of a link or a session.
 *
 * @param code the reason
 * @param value a value defined by the code, 0 if it defines none; -1 and more
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
