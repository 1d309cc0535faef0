package chaski.streamer.payload;

/**
 * Decodes bytes from a publisher to payloads of a subscription's type. Thread-safe.
 *
 * @param <T> the type
 */
public interface PayloadReader<T> {

    /** {@return whether a payload may be the same array from which it is read, which then must not be shared} */
    boolean keepsBytes();

    /**
     * Reads a payload.
     *
     * @param content the encoding
     * @param bytes the bytes
     * @return the payload
     * @throws chaski.api.CodecException if they do not fit the type
     */
    T read(String content, byte[] bytes);
}
