package chaski.api.transport;

import chaski.api.TransportException;

/**
 * Thrown when the other end has reset a link, or its machine has answered that the link no longer exists: the equivalent of a reset
 * in TCP. A link that failed because nothing was received, or for a reason on this side, is reported by another exception.
 */
public class LinkResetException extends TransportException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message the link and the reason
     */
    public LinkResetException(String message) {
        super(message);
    }

    /**
     * Creates the exception.
     *
     * @param message the link and the reason
     * @param cause the cause
     */
    public LinkResetException(String message, Throwable cause) {
        super(message, cause);
    }
}
