package chaski.api.transport;

/**
 * Thrown when nothing answered before the timeout of a connect. The address may be wrong, its machine may be down, or a firewall
 * may drop the packets; it is no {@linkplain ConnectionRefusedException refusal}.
 */
public class ConnectTimeoutException extends ConnectFailedException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message the endpoint, the timeout, and what to check
     */
    public ConnectTimeoutException(String message) {
        super(message, "no answer", null);
    }
}
