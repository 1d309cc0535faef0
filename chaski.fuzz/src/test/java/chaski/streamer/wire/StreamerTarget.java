package chaski.streamer.wire;

import chaski.api.ProtocolException;
import chaski.fuzz.DecoderOracle;
import java.nio.ByteBuffer;

/** The streamer's preambles and messages. */
public final class StreamerTarget {

    private StreamerTarget() {}

    /** Reads the bytes as a preamble, and as a message. */
    public static void fuzzerTestOneInput(byte[] data) {
        DecoderOracle.bounded(data.length, () -> {
            DecoderOracle.roundTrip(
                    DecoderOracle.buffer(data, 0),
                    Preamble::decode,
                    (preamble, out) -> out.put(preamble.encode()),
                    1 << 10);
            message(DecoderOracle.buffer(data, 0));
        });
    }

    private static void message(ByteBuffer message) {
        try {
            MessageHead.check(message);
        } catch (ProtocolException expected) {
            return;
        }
        ByteBuffer head = ByteBuffer.allocate(MessageHead.BYTES);
        MessageHead.encode(head, MessageHead.hasHeaders(message), MessageHead.timestampMs(message));
        DecoderOracle.same(message.slice(message.position(), MessageHead.BYTES), head);
        if (MessageHead.hasHeaders(message)) {
            DecoderOracle.roundTrip(
                    message.position(message.position() + MessageHead.BYTES),
                    Headers::decode,
                    (headers, out) -> out.put(Headers.encode(headers)),
                    1 << 18);
        }
    }
}
