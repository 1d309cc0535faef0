package chaski.api;

/** A value could not be turned into bytes, or bytes into the wanted type. */
public class CodecException extends ChaskiException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what was expected, what came, and what to do
     */
    public CodecException(String message) {
        super(message);
    }

    /**
     * Makes the exception.
     *
     * @param message what was expected, what came, and what to do
     * @param cause what led to it
     */
    public CodecException(String message, Throwable cause) {
        super(message, cause);
    }
}
