package chaski.api.transport;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a connect was refused: the remote machine answered, at every address that was tried, that nothing listens there. A
 * node takes that as a sign that the process it knew there has ended. A connect that timed out, met an unreachable network, or
 * failed after it was established is therefore reported by another {@link ConnectFailedException}.
 */
public class ConnectionRefusedException extends ConnectFailedException {

    private static final long serialVersionUID = 1L;

    private static final String REASON = "connection refused";

    /**
     * Creates the exception.
     *
     * @param message the endpoint and the reason
     */
    public ConnectionRefusedException(String message) {
        super(message, REASON, null);
    }

    /**
     * Creates the exception.
     *
     * @param message the endpoint and the reason
     * @param cause the cause; null if nothing more is known
     */
    public ConnectionRefusedException(String message, @Nullable Throwable cause) {
        super(message, REASON, cause);
    }
}
