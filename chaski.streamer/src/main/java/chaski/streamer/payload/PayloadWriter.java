package chaski.streamer.payload;

import java.nio.ByteBuffer;

/**
 * Turns payloads of one type into bytes. Thread-safe.
 *
 * @param <T> the type
 */
public interface PayloadWriter<T> {

    /** {@return the content name, from which readers learn how to decode the bytes} */
    String content();

    /**
     * Appends a payload to what was written before.
     *
     * @param payload the payload
     * @param out where to
     * @throws chaski.api.CodecException when it cannot be written
     */
    void append(T payload, EncodeBuffer out);

    /** {@return whether a payload is, or has, its bytes already, so that {@link #view} shows them} */
    default boolean isDirect() {
        return false;
    }

    /**
     * Shows the bytes of a payload without writing them anywhere.
     *
     * @param payload the payload
     * @return the bytes from position to limit; valid as long as the payload is not changed
     * @throws chaski.api.CodecException when it cannot be written
     */
    default ByteBuffer view(T payload) {
        throw new UnsupportedOperationException(content() + " must be written");
    }
}
