package chaski.api.remote;

/** Too many calls are pending, here or at the exporter. Thrown at once; the call was certainly not executed. */
public class OverloadedException extends NotSentException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what was expected, what came, and what to do
     */
    public OverloadedException(String message) {
        super(message);
    }

    /**
     * Makes the exception.
     *
     * @param message what was expected, what came, and what to do
     * @param cause what led to it
     */
    public OverloadedException(String message, Throwable cause) {
        super(message, cause);
    }
}
