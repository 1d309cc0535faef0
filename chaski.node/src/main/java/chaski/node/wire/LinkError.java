package chaski.node.wire;

/**
 * Why the sender closes the link; the session goes on over another one.
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
