package chaski.api.transport;

import chaski.api.TransportException;

/**
 * The other end has reset a link, or its machine has answered that the link no longer exists: what a reset is in TCP. A
 * link that failed because nothing was received, or for a reason on this side, is reported by another exception.
 */
public class LinkResetException extends TransportException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message the link and the reason
     */
    public LinkResetException(String message) {
        super(message);
    }

    /**
     * Makes the exception.
     *
     * @param message the link and the reason
     * @param cause what led to it
     */
    public LinkResetException(String message, Throwable cause) {
        super(message, cause);
    }
}
