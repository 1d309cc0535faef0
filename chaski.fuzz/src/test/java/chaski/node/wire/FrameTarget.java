package chaski.node.wire;

import chaski.api.ProtocolException;
import chaski.fuzz.Cuts;
import chaski.fuzz.DecoderOracle;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The frames of a link, including the handshake: wherever a link cuts them, the reader passes on the same frames, each
 * a value or an error.
 */
public final class FrameTarget {

    private static final int BEFORE_THE_HANDSHAKE = 4096;
    private static final int AFTER_IT = 1 << 16;

    private FrameTarget() {}

    /** The first byte determines how the rest is cut, and where the handshake is. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length > 0) {
            int most = (data[0] & 1) == 0 ? BEFORE_THE_HANDSHAKE : AFTER_IT;
            DecoderOracle.bounded(
                    data.length,
                    () -> DecoderOracle.same(
                            read(data, new Cuts(0), most), read(data, new Cuts(1 + (data[0] & 0xff)), most)));
        }
    }

    private static List<String> read(byte[] data, Cuts cuts, int most) {
        Frames frames = new Frames(most);
        FrameReader reader = new FrameReader(frames);
        ByteBuffer bytes = DecoderOracle.buffer(data, 1);
        try {
            cuts.each(bytes, piece -> {
                int limit = piece.limit();
                reader.read(piece);
                DecoderOracle.same(limit, piece.limit());
                DecoderOracle.same(limit, piece.position());
            });
        } catch (ProtocolException expected) {
            frames.heard.add(String.valueOf(expected.getMessage()));
        }
        return frames.heard;
    }

    private static final class Frames implements FrameSink {

        private final List<String> heard = new ArrayList<>();
        private final int most;
        private long nextPosition = -1;

        Frames(int most) {
            this.most = most;
        }

        @Override
        public void onControl(int type, ByteBuffer body) {
            nextPosition = -1;
            heard.add(FrameType.name(type) + ' ' + hex(body));
            heard.add("a value: " + ControlFrames.check(type, body.slice()));
        }

        /** Pieces of one frame, or of successive frames, are merged. */
        @Override
        public void onData(long position, ByteBuffer chunk) {
            String piece = hex(chunk);
            if (position == nextPosition) {
                heard.add(heard.remove(heard.size() - 1) + piece);
            } else {
                heard.add("DATA " + position + ' ' + piece);
            }
            nextPosition = position + chunk.remaining();
        }

        @Override
        public int maxControlBytes() {
            return most;
        }

        private static String hex(ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(bytes.position(), copy);
            return HexFormat.of().formatHex(copy);
        }
    }
}
