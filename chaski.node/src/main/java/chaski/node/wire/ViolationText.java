package chaski.node.wire;

import chaski.api.ProtocolException;

/** Words what a peer did wrong: what it was about, what was expected and what it sent. */
public final class ViolationText {

    private ViolationText() {}

    /**
     * Makes the exception for something that is not what the protocol allows.
     *
     * @param what the frame and field, for example {@code "HELLO magic"}
     * @param expected what the protocol allows
     * @param got what the peer sent; never a secret
     * @return the exception, to be thrown by the caller
     */
    public static ProtocolException of(String what, Object expected, Object got) {
        return new ProtocolException(what + ": expected " + expected + ", got " + got);
    }

    /** Checks a number that the wire carries, on either side. */
    static void check(boolean right, String what, String expected, long got) {
        if (!right) {
            throw of(what, expected, got);
        }
    }

    static void notNegative(String what, long value) {
        if (value < 0) {
            throw of(what, "0 to 2^63-1", Long.toUnsignedString(value));
        }
    }
}
