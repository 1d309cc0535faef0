package chaski.streamer.payload;

import java.nio.ByteBuffer;

/**
 * Turns payloads of one type into bytes. Thread-safe.
 *
 * @param <T> the type
 */
public interface PayloadWriter<T> {

    /** {@return what tells readers how the bytes are to be read} */
    String content();

    /**
     * Writes a payload behind what was written before.
     *
     * @param payload the payload
     * @param out where to
     * @throws chaski.api.CodecException when it cannot be written
     */
    void append(T payload, Scratch out);

    /**
     * Shows a payload as bytes, without copying it if that is possible.
     *
     * @param payload the payload
     * @param scratch empty memory, if it is needed
     * @return the bytes from position to limit; valid as long as payload and memory are left alone
     * @throws chaski.api.CodecException when it cannot be written
     */
    default ByteBuffer view(T payload, Scratch scratch) {
        append(payload, scratch);
        return scratch.written();
    }
}
