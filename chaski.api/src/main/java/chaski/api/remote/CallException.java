package chaski.api.remote;

import chaski.api.ChaskiException;

/** A call ended without a result of the method. The subclasses distinguish whether it may have run. */
public class CallException extends ChaskiException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what was expected, what happened, and what to do
     */
    public CallException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message what was expected, what happened, and what to do
     * @param cause the cause
     */
    public CallException(String message, Throwable cause) {
        super(message, cause);
    }
}
