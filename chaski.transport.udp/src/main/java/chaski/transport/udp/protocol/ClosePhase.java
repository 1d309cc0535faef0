package chaski.transport.udp.protocol;

import chaski.transport.udp.wire.UdpFrames;
import java.nio.ByteBuffer;

/**
 * What a connection that has ended still sends: CLOSE until the other side confirms it or the closing period is over (RFC 9000,
 * section 10.2), or one CLOSE as the confirmation.
 */
final class ClosePhase {

    /**
     * Three probe timeouts, RFC 9000, section 10.2: long enough for the other side to find out that the connection has
     * ended.
     */
    private static final int CLOSING_PTOS = 3;

    private CloseCode code = CloseCode.CLOSED;
    private String reason = "";
    private boolean due;
    private long endsNs;
    private long againNs;
    private int packetsUntilAnswer;
    private int answers;

    /**
     * Begins: the first CLOSE is due.
     *
     * @param why the code to send
     * @param text the reason to send
     * @param nowNs the time
     * @param ptoNs the probe timeout, after which CLOSE is repeated
     */
    void begin(CloseCode why, String text, long nowNs, long ptoNs) {
        code = why;
        reason = text;
        packetsUntilAnswer = 1;
        endsNs = nowNs + CLOSING_PTOS * ptoNs;
        repeat(nowNs, ptoNs);
    }

    /** Confirms the CLOSE of the other side, once. */
    void confirm() {
        code = CloseCode.CLOSED;
        reason = "";
        due = true;
    }

    /** The other side has confirmed: nothing needs to be sent. */
    void confirmed() {
        due = false;
    }

    /** {@return whether a CLOSE must be sent now} */
    boolean due() {
        return due;
    }

    /** Writes the CLOSE that is due. */
    void write(ByteBuffer target) {
        due = false;
        UdpFrames.close(target, code.number(), reason);
    }

    /**
     * Answers packets that arrive in the meantime, ever more rarely, so that two closing sides do not keep each other
     * busy.
     */
    void packetArrived() {
        packetsUntilAnswer--;
        if (packetsUntilAnswer <= 0) {
            due = true;
            answers++;
            packetsUntilAnswer = answers;
        }
    }

    /** {@return when {@link #timeout} has something to do} */
    long timeoutNs() {
        return Math.min(endsNs, againNs);
    }

    /**
     * Repeats CLOSE if the time for it has come.
     *
     * @param nowNs the time
     * @param ptoNs the probe timeout
     * @return true if the closing period is over
     */
    boolean timeout(long nowNs, long ptoNs) {
        if (nowNs >= endsNs) {
            return true;
        }
        if (nowNs >= againNs) {
            repeat(nowNs, ptoNs);
        }
        return false;
    }

    private void repeat(long nowNs, long ptoNs) {
        due = true;
        againNs = nowNs + ptoNs;
    }
}
