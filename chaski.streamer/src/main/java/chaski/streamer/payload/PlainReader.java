package chaski.streamer.payload;

import chaski.streamer.wire.Preamble;
import java.nio.ByteBuffer;

/**
 * Reads any payload in its plain form: text as a string, bytes as an array, anything else as its codec reads it without
 * a type.
 */
final class PlainReader implements PayloadReader<Object> {

    private final PreparedCodecs<Object> codecs;

    PlainReader(PreparedCodecs<Object> codecs) {
        this.codecs = codecs;
    }

    @Override
    public boolean keepsBytes() {
        return true;
    }

    @Override
    public Object read(String content, byte[] bytes) {
        return switch (content) {
            case Preamble.TEXT -> TextReader.text(bytes);
            case Preamble.BYTES -> bytes;
            default -> codecs.with(content).decode(ByteBuffer.wrap(bytes));
        };
    }
}
