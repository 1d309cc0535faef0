package chaski.api.remote;

/**
 * The call may have run, at most once (idempotent ones excepted): its deadline passed or its caller cancelled it after it was sent, or
 * the session with the exporter ended.
 */
public class UncertainException extends CallException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what was expected, what came, and what to do
     */
    public UncertainException(String message) {
        super(message);
    }

    /**
     * Makes the exception.
     *
     * @param message what was expected, what came, and what to do
     * @param cause what led to it
     */
    public UncertainException(String message, Throwable cause) {
        super(message, cause);
    }
}
