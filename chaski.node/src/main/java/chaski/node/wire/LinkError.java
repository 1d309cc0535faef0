package chaski.node.wire;

/**
 * The reason for which the sender closes the link; the session continues on another one.
 *
 * @param code the reason
 * @param text for people; cut to 1 KiB and to one line
 */
public record LinkError(RefusalCode code, String text) {

    /** Cleans the text. */
    public LinkError {
        text = FreeText.clean(text);
    }
}
