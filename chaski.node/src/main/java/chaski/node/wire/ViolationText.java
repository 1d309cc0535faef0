package chaski.node.wire;

import chaski.api.ProtocolException;

/** Formats a violation by a peer: the field, what was expected and what was received. */
public final class ViolationText {

    private ViolationText() {}

    /**
     * Returns the exception for a value that the protocol does not allow.
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
