package chaski.streamer.payload;

import chaski.api.CodecException;
import chaski.streamer.wire.Preamble;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;

/** Objects of a type, by the codec that the publisher chose. */
final class CodecReader<T> implements PayloadReader<T> {

    private final Type type;
    private final PreparedCodecs<T> codecs;

    CodecReader(Type type, PreparedCodecs<T> codecs) {
        this.type = type;
        this.codecs = codecs;
    }

    @Override
    public boolean keepsBytes() {
        return false;
    }

    @Override
    public T read(String content, byte[] bytes) {
        if (content.equals(Preamble.BYTES) || content.equals(Preamble.TEXT)) {
            throw new CodecException("expected a " + type.getTypeName() + " that a codec wrote, got " + content
                    + ": subscribe with " + (content.equals(Preamble.TEXT) ? "String" : "byte[] or ByteBuffer")
                    + ", or publish with that type");
        }
        return codecs.with(content).decode(ByteBuffer.wrap(bytes));
    }
}
