package chaski.streamer.payload;

import chaski.api.ChaskiException;
import chaski.api.CodecException;
import java.util.Objects;

/** Payloads of all other types, by the codec that is available under a name when they are written. */
final class CodecWriter<T> implements PayloadWriter<T> {

    private final String content;
    private final PreparedCodecs<T> codecs;

    /** A writer; throws {@link CodecException} when the type cannot be written now. */
    CodecWriter(String content, PreparedCodecs<T> codecs) {
        this.content = content;
        this.codecs = codecs;
        codecs.with(content);
    }

    @Override
    public String content() {
        return content;
    }

    @Override
    public void append(T payload, EncodeBuffer out) {
        Objects.requireNonNull(payload, "payload");
        try {
            codecs.with(content).encode(payload, out);
        } catch (ChaskiException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) { // a codec is foreign code, and its bundle may be stopping
            throw new CodecException("the codec '" + content + "' failed: " + e, e);
        }
    }
}
