package chaski.api.codec;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Writes and reads values of one type. Thread-safe.
 *
 * @param <T> the type
 */
@ConsumerType
public interface PayloadCodec<T> {

    /**
     * Writes a value.
     *
     * @param value the value
     * @param out the destination; not closed
     * @throws chaski.api.CodecException when the value cannot be written
     */
    void encode(T value, OutputStream out);

    /**
     * Reads a value. The bytes come from a peer and may be anything: nesting, names and numbers are bounded, and no class is
     * loaded because of them.
     *
     * @param bytes the bytes, from position to limit; not kept
     * @return the value
     * @throws chaski.api.CodecException when the bytes are not such a value
     */
    T decode(ByteBuffer bytes);
}
