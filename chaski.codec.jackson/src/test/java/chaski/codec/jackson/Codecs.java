package chaski.codec.jackson;

import chaski.api.codec.Codec;
import chaski.api.codec.PayloadCodec;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** Both codecs, and operations of tests. */
final class Codecs {

    private Codecs() {}

    static Stream<Codec> all() {
        return Stream.of(new CborCodec(), new JsonCodec());
    }

    /** Writes a value, and reads it as another node would, with its own prepared type. */
    static <T> T again(Codec codec, Type type, T value) {
        return codec.<T>forType(type).decode(ByteBuffer.wrap(written(codec, type, value)));
    }

    static <T> byte[] written(Codec codec, Type type, T value) {
        PayloadCodec<T> payload = codec.forType(type);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        payload.encode(value, out);
        return out.toByteArray();
    }

    static <T> T read(Type type, String json) {
        return new JsonCodec().<T>forType(type).decode(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
    }
}
