package chaski.streamer.payload;

import chaski.api.CodecException;
import chaski.streamer.wire.Preamble;
import chaski.streamer.wire.StrictUtf8;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** Strings, in UTF-8. */
final class TextWriter implements PayloadWriter<String> {

    @Override
    public String content() {
        return Preamble.TEXT;
    }

    @Override
    public void append(String payload, EncodeBuffer out) {
        byte[] bytes = bytes(payload);
        out.write(bytes, 0, bytes.length);
    }

    @Override
    public boolean isDirect() {
        return true;
    }

    @Override
    public ByteBuffer view(String payload) {
        return ByteBuffer.wrap(bytes(payload));
    }

    private static byte[] bytes(String payload) {
        try {
            return StrictUtf8.encode(payload);
        } catch (CharacterCodingException e) {
            throw new CodecException("a string cannot be written as UTF-8: it holds half of a surrogate pair", e);
        }
    }
}
