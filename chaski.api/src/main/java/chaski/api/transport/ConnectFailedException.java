package chaski.api.transport;

import chaski.api.TransportException;
import org.jspecify.annotations.Nullable;

/**
 * A link could not be opened. Thrown by {@link Transport#connect}, whose subclasses of this tell a refusal and a timeout from other
 * failures.
 */
public class ConnectFailedException extends TransportException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    /**
     * Creates the exception.
     *
     * @param message the endpoint and the reason
     * @param reason the reason alone, in a few words: whoever tried several addresses lists it for each
     * @param cause what led to it; null if there is nothing more to know
     */
    public ConnectFailedException(String message, String reason, @Nullable Throwable cause) {
        super(message);
        this.reason = reason;
        if (cause != null) {
            initCause(cause);
        }
    }

    /** {@return why it failed, in a few words, without the endpoint} */
    public String reason() {
        return reason;
    }
}
