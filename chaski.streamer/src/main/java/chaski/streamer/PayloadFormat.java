package chaski.streamer;

import chaski.api.CodecException;
import chaski.api.codec.Codec;
import chaski.api.codec.PayloadCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How payloads of one type become bytes and are read again. The name of the content travels: {@code bytes}, {@code text}, or that
 * of a codec. Thread-safe.
 *
 * @param <T> the type of the payloads
 */
abstract class PayloadFormat<T> {

    static final String BYTES = "bytes";
    static final String TEXT = "text";

    /** What a publisher with this format announces. */
    abstract String content();

    abstract ByteBuffer encode(T payload);

    /** Reads what came as {@code content}; the array is the caller's to keep. */
    abstract T decode(String content, byte[] payload);

    @SuppressWarnings("unchecked") // each branch makes the format of exactly that type
    static <T> PayloadFormat<T> of(Class<T> type, String codecName, Map<String, Codec> codecs) {
        if (type == byte[].class) {
            return (PayloadFormat<T>) new Bytes();
        }
        if (type == ByteBuffer.class) {
            return (PayloadFormat<T>) new Buffers();
        }
        if (type == String.class) {
            return (PayloadFormat<T>) new Text();
        }
        return new Coded<>(type, codecName, codecs);
    }

    /** Bytes as they are, whatever the content. */
    private static final class Bytes extends PayloadFormat<byte[]> {

        @Override
        String content() {
            return BYTES;
        }

        @Override
        ByteBuffer encode(byte[] payload) {
            return ByteBuffer.wrap(payload);
        }

        @Override
        byte[] decode(String content, byte[] payload) {
            return payload;
        }
    }

    /** Like bytes; what is read cannot be changed. */
    private static final class Buffers extends PayloadFormat<ByteBuffer> {

        @Override
        String content() {
            return BYTES;
        }

        @Override
        ByteBuffer encode(ByteBuffer payload) {
            return payload.duplicate();
        }

        @Override
        ByteBuffer decode(String content, byte[] payload) {
            return ByteBuffer.wrap(payload).asReadOnlyBuffer();
        }
    }

    /** UTF-8. Text is read from every content that is text: JSON, and bytes that somebody published as such. */
    private static final class Text extends PayloadFormat<String> {

        @Override
        String content() {
            return TEXT;
        }

        @Override
        ByteBuffer encode(String payload) {
            return ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        String decode(String content, byte[] payload) {
            if (content.equals(TEXT) || content.equals(BYTES) || content.equals("json")) {
                return new String(payload, StandardCharsets.UTF_8);
            }
            throw new CodecException("expected text, got '" + content + "': subscribe with byte[] or with the type");
        }
    }

    /** A record or bean, by the codec that the publisher named. */
    private static final class Coded<T> extends PayloadFormat<T> {

        private final Class<T> type;
        private final String codecName;
        private final Map<String, Codec> codecs;
        private final Map<String, PayloadCodec<T>> byContent = new ConcurrentHashMap<>();

        Coded(Class<T> type, String codecName, Map<String, Codec> codecs) {
            this.type = type;
            this.codecName = codecName;
            this.codecs = codecs;
        }

        @Override
        String content() {
            codec(codecName); // now rather than with the first message
            return codecName;
        }

        @Override
        ByteBuffer encode(T payload) {
            EncodeBuffer out = new EncodeBuffer();
            codec(codecName).encode(payload, out);
            return out.bytes();
        }

        @Override
        T decode(String content, byte[] payload) {
            if (content.equals(BYTES) || content.equals(TEXT)) {
                throw new CodecException("expected a payload for " + type.getName() + " by a codec, got '" + content
                        + "': subscribe with byte[] or String");
            }
            return codec(content).decode(ByteBuffer.wrap(payload));
        }

        private PayloadCodec<T> codec(String name) {
            return byContent.computeIfAbsent(name, n -> {
                Codec codec = codecs.get(n);
                if (codec == null) {
                    throw new CodecException("expected a codec named '" + n + "', found " + codecs.keySet()
                            + ": put the module that has it, such as chaski.codec.jackson, on the path");
                }
                return codec.forType(type);
            });
        }
    }
}
