package chaski.api;

/** The object was closed before, by this program or because its node closed. */
public class ClosedException extends ChaskiException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what was expected, what happened, and what to do
     */
    public ClosedException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message what was expected, what happened, and what to do
     * @param cause the cause
     */
    public ClosedException(String message, Throwable cause) {
        super(message, cause);
    }
}
