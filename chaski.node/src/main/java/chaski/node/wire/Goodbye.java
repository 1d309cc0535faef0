package chaski.node.wire;

/**
 * The sender ends the session.
 *
 * @param reason {@link #CLOSING}, {@link #LEAVING} or, from later versions, another of 0 to 255
 * @param received the final received position
 * @param text for people; cut to 1 KiB and to one line
 */
public record Goodbye(int reason, long received, String text) {

    /** The node stops. */
    public static final int CLOSING = 1;

    /** The node keeps running and does not need this session any more. */
    public static final int LEAVING = 2;

    /**
     * Checks the ranges and cleans the text.
     *
     * @throws chaski.api.ProtocolException when a value is out of range
     */
    public Goodbye {
        ViolationText.check(reason >= 0 && reason <= 255, "GOODBYE reason", "0 to 255", reason);
        ViolationText.notNegative("GOODBYE received position", received);
        text = FreeText.clean(text);
    }
}
