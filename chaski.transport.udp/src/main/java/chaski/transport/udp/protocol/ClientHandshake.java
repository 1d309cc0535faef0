package chaski.transport.udp.protocol;

import chaski.transport.udp.wire.AddressToken;
import chaski.transport.udp.wire.DatagramFormat;
import chaski.transport.udp.wire.InitialDatagram;
import chaski.transport.udp.wire.RetryDatagram;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Requests a connection until there is an answer: first without a token, then with the one that the listener sent. Its
 * owner calls {@link #produce} immediately and whenever {@link #delayNs} is over.
 */
public final class ClientHandshake {

    /** Most answers arrive within this time; on a longer path it costs one additional datagram. */
    private static final long FIRST_REPEAT_NS = 500_000_000;

    /** Without backoff: dialling ends soon in any case, and a lossy path needs every attempt. */
    private static final long NEXT_REPEATS_NS = 1_000_000_000;

    private final long clientId;
    private @Nullable AddressToken token;
    private long askedNs;
    private int asked;
    private boolean due = true;

    /**
     * Prepares the request.
     *
     * @param clientId this side's connection id, random
     */
    public ClientHandshake(long clientId) {
        this.clientId = clientId;
    }

    /** {@return this side's connection id} */
    public long clientId() {
        return clientId;
    }

    /**
     * Writes the request when it is due.
     *
     * @param target empty
     * @param nowNs the time
     * @return whether it was due
     */
    public boolean produce(ByteBuffer target, long nowNs) {
        if (!due && delayNs(nowNs) > 0) {
            return false;
        }
        new InitialDatagram(
                        InitialDatagram.VERSION,
                        clientId,
                        Parameters.FIRST_GRANT_BYTES,
                        Parameters.IDLE_TIMEOUT_MS,
                        token,
                        DatagramFormat.LARGEST_BYTES)
                .encode(target);
        due = false;
        askedNs = nowNs;
        asked++;
        return true;
    }

    /**
     * Returns when to send the request again.
     *
     * @param nowNs the time
     * @return how long from now, possibly zero
     */
    public long delayNs(long nowNs) {
        return due ? 0 : Math.max(0, askedNs + (asked == 1 ? FIRST_REPEAT_NS : NEXT_REPEATS_NS) - nowNs);
    }

    /**
     * The listener requires the request with a token.
     *
     * @param retry what it sent
     * @return whether it answered this request, and was the first such answer or a newer one
     */
    public boolean retry(RetryDatagram retry) {
        if (retry.clientId() != clientId || retry.token().equals(token)) {
            return false;
        }
        token = retry.token();
        due = true;
        asked = 0;
        return true;
    }

    /**
     * Returns the round-trip time when the answer arrives.
     *
     * @param nowNs the time
     * @return the time since the only request with this token, or 0 when there was more than one
     */
    public long rttNs(long nowNs) {
        return asked == 1 ? Math.max(1, nowNs - askedNs) : 0;
    }
}
