package chaski.api.remote;

/** The call was certainly not executed. It can safely be retried. */
public class NotSentException extends CallException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what was expected, what happened, and what to do
     */
    public NotSentException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message what was expected, what happened, and what to do
     * @param cause the cause
     */
    public NotSentException(String message, Throwable cause) {
        super(message, cause);
    }
}
