package chaski.streamer.payload;

/**
 * Turns bytes from a publisher into payloads of the type that a subscription wants. Thread-safe.
 *
 * @param <T> the type
 */
public interface PayloadReader<T> {

    /**
     * {@return whether a payload may be the very array it is read from, which then must not be shared}
     */
    boolean keepsBytes();

    /**
     * Reads a payload.
     *
     * @param content how the publisher wrote it
     * @param bytes the bytes
     * @return the payload
     * @throws chaski.api.CodecException when they do not fit the type
     */
    T read(String content, byte[] bytes);
}
