package chaski.api.remote;

/** Too many calls are pending, here or at the exporter. Thrown immediately; the call was certainly not executed. */
public class OverloadedException extends NotSentException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what was expected, what happened, and what to do
     */
    public OverloadedException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message what was expected, what happened, and what to do
     * @param cause the cause
     */
    public OverloadedException(String message, Throwable cause) {
        super(message, cause);
    }
}
