package chaski.codec.jackson;

import chaski.api.CodecException;
import chaski.api.codec.PayloadCodec;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;

/**
 * One prepared type. Thread-safe.
 *
 * <p>Some types go one way only: an interface can be written and not read. Such a type is prepared, and the other way fails with
 * the reason found when it was.
 */
final class JacksonPayload<T> implements PayloadCodec<T> {

    private final Reasons reasons;
    private final ObjectReader reader;
    private final ObjectWriter writer;
    private final Inspection inspection;
    private final @Nullable CodecException unreadable;
    private final @Nullable CodecException unwritable;

    private JacksonPayload(
            Reasons reasons,
            ObjectReader reader,
            ObjectWriter writer,
            Inspection inspection,
            @Nullable CodecException unreadable,
            @Nullable CodecException unwritable) {
        this.reasons = reasons;
        this.reader = reader;
        this.writer = writer;
        this.inspection = inspection;
        this.unreadable = unreadable;
        this.unwritable = unwritable;
    }

    /** Prepares a type, both ways at once, so that what is wrong with it is told here. */
    static <T> JacksonPayload<T> prepare(String format, ObjectMapper mapper, JavaType type, Inspection inspection) {
        Reasons reasons = new Reasons(format, type);
        ObjectReader reader = mapper.readerFor(type);
        ObjectWriter writer = mapper.writerFor(type);
        CodecException unreadable = whyUnreadable(reasons, reader, writer);
        CodecException unwritable = whyUnwritable(reasons, mapper, type);
        if (unreadable != null && (unwritable != null || Reasons.isNotOpen(unreadable))) {
            throw unreadable;
        }
        return new JacksonPayload<>(reasons, reader, writer, inspection, unreadable, unwritable);
    }

    /** Reading a null makes the whole deserializer and no value. */
    private static @Nullable CodecException whyUnreadable(Reasons reasons, ObjectReader reader, ObjectWriter writer) {
        try {
            reader.readValue(writer.writeValueAsBytes(null));
            return null;
        } catch (MismatchedInputException e) {
            return e.getClass() == MismatchedInputException.class ? null : reasons.unreadable(e);
        } catch (RuntimeException | LinkageError e) {
            return reasons.unreadable(e);
        }
    }

    /** Describing a type makes its serializer and writes no value. */
    private static @Nullable CodecException whyUnwritable(Reasons reasons, ObjectMapper mapper, JavaType type) {
        try {
            mapper.acceptJsonFormatVisitor(type, new JsonFormatVisitorWrapper.Base());
            return null;
        } catch (RuntimeException | LinkageError e) {
            return reasons.unwritable(e);
        }
    }

    @Override
    public void encode(T value, OutputStream out) {
        Objects.requireNonNull(value, "value");
        if (unwritable != null) {
            throw Reasons.again(unwritable);
        }
        try {
            writer.writeValue(out, value);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw reasons.notWritten(e);
        }
    }

    @Override
    public T decode(ByteBuffer bytes) {
        if (unreadable != null) {
            throw Reasons.again(unreadable);
        }
        T value;
        try {
            value = read(bytes);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw reasons.notRead(e);
        }
        if (value == null) {
            throw reasons.noValue();
        }
        return value;
    }

    private @Nullable T read(ByteBuffer bytes) {
        if (bytes.hasArray()) {
            return read(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(bytes.position(), copy);
        return read(copy, 0, copy.length);
    }

    private @Nullable T read(byte[] bytes, int offset, int length) {
        inspection.check(bytes, offset, length);
        return reader.readValue(bytes, offset, length);
    }
}
