package chaski.transport.udp.protocol;

/**
 * The ids of a connection.
 *
 * @param local the id in the packets that arrive here
 * @param remote the id in outgoing packets
 * @param resetHigh first half of the secret that a reset must contain; zero if none was received, that is, at the
 *     listener
 * @param resetLow second half
 */
public record ConnectionIds(long local, long remote, long resetHigh, long resetLow) {

    /** {@return whether a secret is the one that was received} */
    boolean provenBy(long high, long low) {
        return (resetHigh | resetLow) != 0 && high == resetHigh && low == resetLow;
    }
}
