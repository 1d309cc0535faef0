package chaski.node.wire;

import chaski.api.Endpoint;
import chaski.api.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** ALTERNATIVES: u16 count, as many texts. */
public final class AlternativesFrame {

    private static final int MAX_ENDPOINT_BYTES = 512;

    static final int MIN_BODY_BYTES = Short.BYTES + FrameFields.LENGTH_BYTES + 1;

    /** The limit for frames of the handshake. */
    static final int MAX_BODY_BYTES = 4096;

    /** The most bytes {@link #encode} writes. */
    public static final int MAX_BYTES = FrameHeader.BYTES + MAX_BODY_BYTES;

    private AlternativesFrame() {}

    /**
     * Returns the first endpoints that fit one frame.
     *
     * @param endpoints any number
     * @return as many as fit
     */
    public static List<Endpoint> fitting(List<Endpoint> endpoints) {
        List<Endpoint> taken = new ArrayList<>();
        int bytes = Short.BYTES;
        for (Endpoint endpoint : endpoints) {
            int length = endpoint.toString().getBytes(StandardCharsets.UTF_8).length;
            bytes += FrameFields.LENGTH_BYTES + length;
            if (taken.size() == Alternatives.MAX_ENDPOINTS || bytes > MAX_BODY_BYTES) {
                break;
            }
            taken.add(endpoint);
        }
        return taken;
    }

    /**
     * Writes the frame.
     *
     * @param alternatives the content, which is {@link #fitting}
     * @param out where to; at most {@link #MAX_BYTES}
     */
    public static void encode(Alternatives alternatives, ByteBuffer out) {
        int start = FrameHeader.begin(out);
        out.putShort((short) alternatives.endpoints().size());
        alternatives.endpoints().forEach(endpoint -> FrameFields.putText(out, endpoint.toString()));
        FrameHeader.end(out, start, FrameType.ALTERNATIVES);
    }

    /**
     * Reads a body.
     *
     * @param body the body, from position to limit
     * @return its content
     * @throws ProtocolException when it is not an ALTERNATIVES
     */
    public static Alternatives decode(ByteBuffer body) {
        int count = FrameFields.u16(body, "ALTERNATIVES count");
        ViolationText.check(
                count >= 1 && count <= Alternatives.MAX_ENDPOINTS,
                "ALTERNATIVES count",
                "1 to " + Alternatives.MAX_ENDPOINTS,
                count);
        List<Endpoint> endpoints = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            endpoints.add(endpoint(FrameFields.text(body, MAX_ENDPOINT_BYTES, "ALTERNATIVES endpoint")));
        }
        FrameFields.end(body, "ALTERNATIVES");
        return new Alternatives(endpoints);
    }

    private static Endpoint endpoint(String text) {
        try {
            return Endpoint.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new ProtocolException("ALTERNATIVES endpoint: " + malformed.getMessage(), malformed);
        }
    }
}
