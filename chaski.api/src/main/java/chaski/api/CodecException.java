package chaski.api;

/** A value could not be encoded, or bytes could not be decoded to the requested type. */
public class CodecException extends ChaskiException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what was expected, what happened, and what to do
     */
    public CodecException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message what was expected, what happened, and what to do
     * @param cause the cause
     */
    public CodecException(String message, Throwable cause) {
        super(message, cause);
    }
}
