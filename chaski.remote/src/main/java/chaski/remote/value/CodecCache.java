package chaski.remote.value;

import chaski.api.codec.Codec;
import chaski.api.codec.PayloadCodec;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The payload codec of one type, prepared by the codec that was used last. Thread-safe. */
final class CodecCache {

    /** Enough for a number. */
    private static final int INITIAL_BYTES = 16;

    private final Type type;
    private volatile @Nullable Prepared prepared;

    CodecCache(Type type) {
        this.type = type;
    }

    private record Prepared(Codec codec, PayloadCodec<Object> payload) {}

    byte[] encode(Object value, Codec codec) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(INITIAL_BYTES);
        with(codec).encode(value, out);
        return out.toByteArray();
    }

    Object decode(byte[] bytes, Codec codec) {
        return with(codec).decode(ByteBuffer.wrap(bytes));
    }

    private PayloadCodec<Object> with(Codec codec) {
        Prepared now = prepared;
        if (now == null || now.codec() != codec) {
            now = new Prepared(codec, codec.forType(type));
            prepared = now;
        }
        return now.payload();
    }
}
