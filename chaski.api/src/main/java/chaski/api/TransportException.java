package chaski.api;

/** A transport could not do what it was asked: bind, connect, or speak to the other side. */
public class TransportException extends ChaskiException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what was expected, what came, and what to do
     */
    public TransportException(String message) {
        super(message);
    }

    /**
     * Makes the exception.
     *
     * @param message what was expected, what came, and what to do
     * @param cause what led to it
     */
    public TransportException(String message, Throwable cause) {
        super(message, cause);
    }
}
