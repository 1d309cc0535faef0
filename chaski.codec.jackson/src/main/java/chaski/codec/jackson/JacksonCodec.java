package chaski.codec.jackson;

import chaski.api.CodecException;
import chaski.api.codec.Codec;
import chaski.api.codec.PayloadCodec;
import java.lang.reflect.Type;
import java.util.Objects;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;

/** The common part of the formats. Thread-safe; keeps nothing of the types it prepares. */
abstract class JacksonCodec implements Codec {

    private final String name;
    private final ParserSource source;

    JacksonCodec(String name, ParserSource source) {
        this.name = name;
        this.source = source;
    }

    @Override
    public final String name() {
        return name;
    }

    /** Creates a mapper that shares no cache with another one. */
    abstract ObjectMapper mapper();

    @Override
    public final <T> PayloadCodec<T> forType(Type type) {
        Objects.requireNonNull(type, "type");
        ObjectMapper mapper = mapper();
        JavaType javaType;
        try {
            javaType = mapper.constructType(type);
        } catch (IllegalArgumentException e) {
            throw new CodecException("expected a class or a generic type of classes, got " + type, e);
        }
        return shortened(type, JacksonPayload.prepare(name, mapper, javaType, source));
    }

    /** Replaces what the format has a shorter way for. */
    <T> PayloadCodec<T> shortened(Type type, PayloadCodec<T> payload) {
        return payload;
    }

    @Override
    public final String toString() {
        return name;
    }
}
