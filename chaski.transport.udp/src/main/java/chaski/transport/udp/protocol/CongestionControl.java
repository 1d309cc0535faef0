package chaski.transport.udp.protocol;

/**
 * Decides how many bytes may be in flight. It is notified of what arrives and what is lost, and knows neither packets nor timers.
 * {@link SendWindow} counts what is in flight. Confined to the connection's thread.
 */
interface CongestionControl {

    /** {@return how many bytes may be in flight; at least two datagrams} */
    long windowBytes();

    /** {@return whether it still searches the path's capacity by growing exponentially} */
    boolean slowStart();

    /**
     * A packet arrived.
     *
     * @param bytes its size
     * @param sentNs when it was sent
     * @param used whether the window limited the sender; a window that is not used must not grow
     * @param nowNs the time
     * @param roundTrip the estimate of the round-trip time
     */
    void acked(long bytes, long sentNs, boolean used, long nowNs, PathRtt roundTrip);

    /**
     * Packets were lost: the window is reduced, once in a round trip.
     *
     * @param lastSentNs when the latest of them was sent
     * @param nowNs the time
     */
    void congested(long lastSentNs, long nowNs);

    /** Nothing was received for so long that the path must be measured again. */
    void persistentlyCongested();

    /**
     * The size of full datagrams has changed.
     *
     * @param bytes the new size
     */
    void datagramBytes(int bytes);
}
