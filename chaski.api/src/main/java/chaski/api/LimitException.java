package chaski.api;

/** A limit of the configuration was reached; the message names the limit and its key. */
public class LimitException extends ChaskiException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what was expected, what happened, and what to do
     */
    public LimitException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message what was expected, what happened, and what to do
     * @param cause the cause
     */
    public LimitException(String message, Throwable cause) {
        super(message, cause);
    }
}
