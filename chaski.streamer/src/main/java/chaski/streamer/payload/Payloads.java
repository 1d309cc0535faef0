package chaski.streamer.payload;

import chaski.api.TypeRef;
import chaski.api.codec.Codec;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.Supplier;

/** Chooses writers and readers for types. Thread-safe. */
public final class Payloads {

    private final Supplier<Map<String, Codec>> codecs;

    /**
     * Creates it with codecs, and the built-in types.
     *
     * @param codecs the available codecs, by name; read at each use
     */
    public Payloads(Supplier<Map<String, Codec>> codecs) {
        this.codecs = codecs;
    }

    /**
     * Chooses a writer.
     *
     * @param type the type of the payloads
     * @param codec the codec for types that are not built in
     * @return the writer
     * @param <T> the type
     * @throws chaski.api.CodecException if there is no such codec or it does not support the type
     */
    @SuppressWarnings("unchecked") // each branch compares the type with that of its result
    public <T> PayloadWriter<T> writer(TypeRef<T> type, String codec) {
        Type wanted = type.type();
        if (wanted == byte[].class) {
            return (PayloadWriter<T>) new BytesWriter();
        }
        if (wanted instanceof Class<?> c && ByteBuffer.class.isAssignableFrom(c)) {
            return (PayloadWriter<T>) new BufferWriter();
        }
        if (wanted == String.class) {
            return (PayloadWriter<T>) new TextWriter();
        }
        return new CodecWriter<>(codec, new PreparedCodecs<>(wanted, codecs));
    }

    /**
     * Chooses a reader.
     *
     * @param type the type of the payloads; {@code Object} accepts everything, in its plain form
     * @return the reader
     * @param <T> the type
     * @throws chaski.api.CodecException if no codec supports the type
     */
    @SuppressWarnings("unchecked") // each branch compares the type with that of its result
    public <T> PayloadReader<T> reader(TypeRef<T> type) {
        Type wanted = type.type();
        if (wanted == byte[].class) {
            return (PayloadReader<T>) new BytesReader();
        }
        if (wanted == ByteBuffer.class) {
            return (PayloadReader<T>) new BufferReader();
        }
        if (wanted == String.class) {
            return (PayloadReader<T>) new TextReader(new PreparedCodecs<>(String.class, codecs));
        }
        if (wanted == Object.class) {
            return (PayloadReader<T>) new PlainReader(new PreparedCodecs<>(Object.class, codecs));
        }
        PreparedCodecs<T> prepared = new PreparedCodecs<>(wanted, codecs);
        prepared.withAny();
        return new CodecReader<>(wanted, prepared);
    }
}
