package chaski.fuzz;

import chaski.api.Endpoint;
import java.nio.charset.StandardCharsets;

/** Endpoints as text. */
public final class EndpointTarget {

    private EndpointTarget() {}

    /** Reads the bytes as text. */
    public static void fuzzerTestOneInput(byte[] data) {
        DecoderOracle.bounded(data.length, () -> {
            Endpoint endpoint;
            try {
                endpoint = Endpoint.parse(new String(data, StandardCharsets.UTF_8));
            } catch (IllegalArgumentException expected) {
                DecoderOracle.same(IllegalArgumentException.class, expected.getClass());
                return;
            }
            DecoderOracle.same(endpoint, Endpoint.parse(endpoint.toString()));
        });
    }
}
