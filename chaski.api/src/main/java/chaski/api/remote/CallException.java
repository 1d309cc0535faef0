package chaski.api.remote;

import chaski.api.ChaskiException;

/** A call ended without a result of the method. The subclasses distinguish if it may have run. */
public class CallException extends ChaskiException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what was expected, what came, and what to do
     */
    public CallException(String message) {
        super(message);
    }

    /**
     * Makes the exception.
     *
     * @param message what was expected, what came, and what to do
     * @param cause what led to it
     */
    public CallException(String message, Throwable cause) {
        super(message, cause);
    }
}
