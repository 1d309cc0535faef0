package chaski.api.transport;

import chaski.api.TransportException;

/**
 * A connect was refused: the other side's machine has answered, at every address that was tried, that nothing listens there. A node
 * takes that as a sign that the process it knew there has ended, so a transport reports a connect that timed out, met an unreachable
 * network, or failed after it was established by another {@link TransportException}.
 */
public class ConnectionRefusedException extends TransportException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message the endpoint and the reason
     */
    public ConnectionRefusedException(String message) {
        super(message);
    }

    /**
     * Makes the exception.
     *
     * @param message the endpoint and the reason
     * @param cause what led to it
     */
    public ConnectionRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
