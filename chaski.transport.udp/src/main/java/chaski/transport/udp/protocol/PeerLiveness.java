package chaski.transport.udp.protocol;

/** Decides from the arriving packets and their times whether the other side is still alive. */
final class PeerLiveness {

    /** Keep-alives in one idle timeout; the first may be lost. */
    private static final int KEEP_ALIVES = 3;

    /** A dialler that has the answer confirms it immediately. One that has not done so for this long is gone. */
    private static final long CONFIRM_NS = 10_000_000_000L;

    /**
     * Reports of the system that nothing listens there, without a packet in between, until they are believed: they can
     * be forged.
     */
    private static final int BELIEVED_REFUSALS = 3;

    private final long idleTimeoutNs;
    private long lastReceivedNs;
    private long lastKeepAliveNs;
    private boolean confirmed;
    private int refusals;

    /**
     * Begins at time zero.
     *
     * @param parameters what the sides agreed on; the dialler knows that the other side is alive
     */
    PeerLiveness(Parameters parameters) {
        this.idleTimeoutNs = parameters.idleTimeoutNs();
        this.confirmed = parameters.dialler();
    }

    /** A new packet has arrived. */
    void heard(long nowNs) {
        lastReceivedNs = nowNs;
        refusals = 0;
        confirmed = true;
    }

    /** {@return whether the other side knows that the connection is established} */
    boolean confirmed() {
        return confirmed;
    }

    /** The system reports that nothing listens at the other side; returns true if that is believed. */
    boolean refused() {
        refusals++;
        return refusals >= BELIEVED_REFUSALS;
    }

    /** {@return the limit of silence that is exceeded, or 0 if none is} */
    long exceededSilenceNs(long nowNs) {
        if (nowNs >= lastReceivedNs + idleTimeoutNs) {
            return idleTimeoutNs;
        }
        return !confirmed && nowNs >= CONFIRM_NS ? CONFIRM_NS : 0;
    }

    /** Returns true if a keep-alive is due; the next one is due later then. */
    boolean keepAliveDue(long nowNs) {
        if (nowNs < keepAliveNs()) {
            return false;
        }
        lastKeepAliveNs = nowNs;
        return true;
    }

    /** {@return the time at which a limit is exceeded or a keep-alive is due} */
    long timeoutNs() {
        long atNs = Math.min(lastReceivedNs + idleTimeoutNs, keepAliveNs());
        return confirmed ? atNs : Math.min(atNs, CONFIRM_NS);
    }

    private long keepAliveNs() {
        return Math.max(lastReceivedNs, lastKeepAliveNs) + idleTimeoutNs / KEEP_ALIVES;
    }
}
