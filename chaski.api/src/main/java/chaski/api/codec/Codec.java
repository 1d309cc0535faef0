package chaski.api.codec;

import java.lang.reflect.Type;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A format for payloads, for example CBOR.
 *
 * <p>Implementations are OSGi services, or are found by {@link java.util.ServiceLoader}. The name is sent with the
 * messages, so both sides must have a codec of that name. Thread-safe.
 */
@ConsumerType
public interface Codec {

    /** {@return the name that is sent: 1 to 32 characters of {@code a-z 0-9 . + -}, for example {@code cbor}} */
    String name();

    /**
     * Prepares a type. Whatever is cached for the type lives no longer than the result.
     *
     * @param type a record, bean, collection, … of the caller's
     * @return the codec of the type
     * @param <T> the type
     * @throws chaski.api.CodecException when values of the type cannot be written or read; the message names what is
     *     missing, on the module path for example an {@code opens}
     */
    <T> PayloadCodec<T> forType(Type type);
}
