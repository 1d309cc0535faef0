package chaski.api.transport;

import chaski.api.TransportException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a link could not be opened: the failure of {@link Transport#connect}. A refusal and a timeout have subclasses of
 * their own.
 */
public class ConnectFailedException extends TransportException {

    private static final long serialVersionUID = 1L;

    /** Why it failed, without the endpoint. */
    private final String reason;

    /**
     * Creates the exception.
     *
     * @param message the endpoint and the reason
     * @param reason the reason alone, briefly: a caller that tries several addresses lists it for each
     * @param cause the cause; null if nothing more is known
     */
    public ConnectFailedException(String message, String reason, @Nullable Throwable cause) {
        super(message);
        this.reason = reason;
        if (cause != null) {
            initCause(cause);
        }
    }

    /** {@return why it failed, briefly and without the endpoint} */
    public String reason() {
        return reason;
    }
}
