package chaski.api;

/** A transport failed to bind, to connect, or to communicate with the other side. */
public class TransportException extends ChaskiException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what was expected, what happened, and what to do
     */
    public TransportException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message what was expected, what happened, and what to do
     * @param cause the cause
     */
    public TransportException(String message, Throwable cause) {
        super(message, cause);
    }
}
