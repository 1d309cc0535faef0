package chaski.api;

/** A limit of the configuration was reached; the message names the limit and its key. */
public class LimitException extends ChaskiException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what was expected, what came, and what to do
     */
    public LimitException(String message) {
        super(message);
    }

    /**
     * Makes the exception.
     *
     * @param message what was expected, what came, and what to do
     * @param cause what led to it
     */
    public LimitException(String message, Throwable cause) {
        super(message, cause);
    }
}
