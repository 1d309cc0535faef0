package chaski.fuzz;

import chaski.codec.jackson.JsonCodec;

/** Payloads in JSON. */
public final class JsonTarget {

    private static final PayloadOracle PAYLOADS = new PayloadOracle(new JsonCodec());

    private JsonTarget() {}

    /** Reads the bytes as a payload of many types. */
    public static void fuzzerTestOneInput(byte[] data) {
        PAYLOADS.check(data);
    }
}
