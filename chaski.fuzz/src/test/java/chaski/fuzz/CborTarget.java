package chaski.fuzz;

import chaski.codec.jackson.CborCodec;

/** Payloads in CBOR. */
public final class CborTarget {

    private static final PayloadOracle PAYLOADS = new PayloadOracle(new CborCodec());

    private CborTarget() {}

    /** Reads the bytes as a payload of many types. */
    public static void fuzzerTestOneInput(byte[] data) {
        PAYLOADS.check(data);
    }
}
