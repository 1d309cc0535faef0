package chaski.api;

/**
 * A peer sent what the protocol does not allow. The engine counts it, sends the reason to the peer and closes the link.
 */
public class ProtocolException extends ChaskiException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what was expected, what came, and what to do
     */
    public ProtocolException(String message) {
        super(message);
    }

    /**
     * Makes the exception.
     *
     * @param message what was expected, what came, and what to do
     * @param cause what led to it
     */
    public ProtocolException(String message, Throwable cause) {
        super(message, cause);
    }
}
