package chaski.codec.jackson;

import chaski.api.CodecException;
import chaski.api.codec.PayloadCodec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A simple type, written and read directly. What a {@link DirectType} does not know is left to Jackson, so that the
 * same values and bytes are accepted, and refused with the same messages. Thread-safe.
 */
final class DirectPayload<T> implements PayloadCodec<T> {

    private final DirectType<T> direct;
    private final PayloadCodec<T> general;

    DirectPayload(DirectType<T> direct, PayloadCodec<T> general) {
        this.direct = direct;
        this.general = general;
    }

    @Override
    public void encode(T value, OutputStream out) {
        byte[] bytes = direct.write(Objects.requireNonNull(value, "value"));
        if (bytes == null) {
            general.encode(value, out);
            return;
        }
        try {
            out.write(bytes);
        } catch (IOException e) {
            throw new CodecException("cannot write " + value.getClass().getTypeName() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public T decode(ByteBuffer bytes) {
        T value = bytes.hasArray()
                ? read(new CborInput(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining()))
                : null;
        return value == null ? general.decode(bytes) : value;
    }

    private @Nullable T read(CborInput in) {
        T value = direct.read(in);
        return value != null && in.isAtEnd() ? value : null;
    }
}
