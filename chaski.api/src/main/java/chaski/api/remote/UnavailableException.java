package chaski.api.remote;

/** No node that could be reached exported that name until the deadline. The call was certainly not executed. */
public class UnavailableException extends NotSentException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what was expected, what happened, and what to do
     */
    public UnavailableException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message what was expected, what happened, and what to do
     * @param cause the cause
     */
    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
