package chaski.streamer.payload;

import java.nio.ByteBuffer;

/**
 * Encodes payloads of one type. Thread-safe.
 *
 * @param <T> the type
 */
public interface PayloadWriter<T> {

    /** {@return the content name, from which readers learn how to decode the bytes} */
    String content();

    /**
     * Appends a payload to the bytes written before.
     *
     * @param payload the payload
     * @param out the buffer
     * @throws chaski.api.CodecException if it cannot be encoded
     */
    void append(T payload, EncodeBuffer out);

    /** {@return whether a payload consists of its bytes, so that {@link #view} returns them} */
    default boolean isDirect() {
        return false;
    }

    /**
     * Returns the bytes of a payload without writing them.
     *
     * @param payload the payload
     * @return the bytes from position to limit; valid as long as the payload is not changed
     * @throws chaski.api.CodecException if it cannot be encoded
     */
    default ByteBuffer view(T payload) {
        throw new UnsupportedOperationException(content() + " must be written");
    }
}
