package chaski.api.remote;

/**
 * The call may have run, at most once (except idempotent ones): its deadline passed or its caller cancelled it after it
 * was sent, or the session with the exporter ended.
 */
public class UncertainException extends CallException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what was expected, what happened, and what to do
     */
    public UncertainException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message what was expected, what happened, and what to do
     * @param cause the cause
     */
    public UncertainException(String message, Throwable cause) {
        super(message, cause);
    }
}
