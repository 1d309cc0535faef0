package chaski.transport.udp.protocol;

/**
 * The values that both sides agreed on when the connection began.
 *
 * @param maxData how many bytes of the stream the other side accepts at first
 * @param idleTimeoutNs the smaller of both sides' idle timeouts
 * @param rttNs the round-trip time measured so far, or 0 without a valid sample
 * @param dialler whether this side requested the connection: it sends first, to confirm that it has received the answer
 * @param largestBytes the largest packet that this side may try to send, or 0 if the other side knows neither larger packets than the
 *     base nor ACK_FREQUENCY
 */
public record Parameters(long maxData, long idleTimeoutNs, long rttNs, boolean dialler, int largestBytes) {

    private static final long NS_PER_MS = 1_000_000;

    /**
     * Silence ends a connection after this time, which is longer than the engine waits before it considers a peer down.
     */
    public static final int IDLE_TIMEOUT_MS = 30_000;

    /** The first grant of each side. */
    public static final long FIRST_GRANT_BYTES = ReceiveStream.FIRST_WINDOW_BYTES;

    /** A peer that requests less would end connections during a short disturbance. */
    private static final int SHORTEST_IDLE_TIMEOUT_MS = 1_000;

    /**
     * Combines the values of both sides.
     *
     * @param maxData its first grant
     * @param idleTimeoutMs its idle timeout
     * @param rttNs the round-trip time of the handshake, or 0
     * @param dialler whether this side dialled
     * @param largestBytes the largest packet that the other side accepts and this side can send, or 0
     * @return the parameters
     */
    public static Parameters negotiated(
            long maxData, int idleTimeoutMs, long rttNs, boolean dialler, int largestBytes) {
        int ms = Math.max(SHORTEST_IDLE_TIMEOUT_MS, Math.min(idleTimeoutMs, IDLE_TIMEOUT_MS));
        return new Parameters(maxData, ms * NS_PER_MS, rttNs, dialler, largestBytes);
    }
}
