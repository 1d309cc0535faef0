package chaski.api.remote;

/** The call was certainly not executed. It can safely be retried. */
public class NotSentException extends CallException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what was expected, what came, and what to do
     */
    public NotSentException(String message) {
        super(message);
    }

    /**
     * Makes the exception.
     *
     * @param message what was expected, what came, and what to do
     * @param cause what led to it
     */
    public NotSentException(String message, Throwable cause) {
        super(message, cause);
    }
}
