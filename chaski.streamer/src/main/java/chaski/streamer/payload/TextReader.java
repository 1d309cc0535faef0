package chaski.streamer.payload;

import chaski.api.CodecException;
import chaski.streamer.wire.Preamble;
import chaski.streamer.wire.StrictUtf8;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * Strings: text unchanged, JSON as its text, and any other payload that its codec reads as a string. Bytes are no text.
 */
final class TextReader implements PayloadReader<String> {

    private static final String JSON = "json";

    private final PreparedCodecs<String> codecs;

    TextReader(PreparedCodecs<String> codecs) {
        this.codecs = codecs;
    }

    @Override
    public boolean keepsBytes() {
        return false;
    }

    @Override
    public String read(String content, byte[] bytes) {
        return switch (content) {
            case Preamble.TEXT, JSON -> text(bytes);
            case Preamble.BYTES ->
                throw new CodecException("expected text, got bytes: subscribe with byte[], ByteBuffer or Object");
            default -> codecs.with(content).decode(ByteBuffer.wrap(bytes));
        };
    }

    static String text(byte[] bytes) {
        try {
            return StrictUtf8.decode(bytes);
        } catch (CharacterCodingException e) {
            throw new CodecException("expected text in UTF-8, got other bytes", e);
        }
    }
}
