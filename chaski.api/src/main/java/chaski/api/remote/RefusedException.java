package chaski.api.remote;

/**
 * The exporter has no such member, the arguments do not fit it, or its grants do not allow the call. The call was certainly not executed.
 */
public class RefusedException extends NotSentException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what was expected, what happened, and what to do
     */
    public RefusedException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message what was expected, what happened, and what to do
     * @param cause the cause
     */
    public RefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
