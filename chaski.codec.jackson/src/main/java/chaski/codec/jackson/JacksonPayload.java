package chaski.codec.jackson;

import chaski.api.CodecException;
import chaski.api.codec.PayloadCodec;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;

/**
 * One prepared type. Thread-safe.
 *
 * <p>A type must be both writable and readable: a type that could only be written would be published and never
 * received.
 */
final class JacksonPayload<T> implements PayloadCodec<T> {

    private final FailureMessages reasons;
    private final ObjectReader reader;
    private final ObjectWriter writer;
    private final boolean inOptional;
    private final ParserSource source;

    private JacksonPayload(
            FailureMessages reasons,
            ObjectReader reader,
            ObjectWriter writer,
            boolean inOptional,
            ParserSource source) {
        this.reasons = reasons;
        this.reader = reader;
        this.writer = writer;
        this.inOptional = inOptional;
        this.source = source;
    }

    /** Prepares a type for both writing and reading, so that an unusable type is detected here. */
    static <T> JacksonPayload<T> prepare(String format, ObjectMapper mapper, JavaType type, ParserSource source) {
        FailureMessages reasons = new FailureMessages(format, type);
        check(reasons, mapper, type);
        checkMembers(reasons, mapper, type);
        // the mapper uses the class of a value and ignores the arguments of a generic type, except within another
        // one
        boolean inOptional = type.hasGenericTypes() && !type.isContainerType() && !type.isReferenceType();
        JavaType written = inOptional ? mapper.getTypeFactory().constructParametricType(Optional.class, type) : type;
        return new JacksonPayload<>(reasons, mapper.readerFor(type), mapper.writerFor(written), inOptional, source);
    }

    /** Jackson prepares the classes of sealed types with the first value, which is too late to find an unusable one. */
    private static void checkMembers(FailureMessages reasons, ObjectMapper mapper, JavaType type) {
        if (mapper.deserializationConfig().getDefaultTyper(type) instanceof ClassNameTyping typing) {
            Set<JavaType> checked = new HashSet<>();
            for (List<JavaType> now = typing.members(); now.size() > checked.size(); now = typing.members()) {
                now.stream().filter(checked::add).forEach(member -> check(reasons, mapper, member));
            }
        }
    }

    private static void check(FailureMessages reasons, ObjectMapper mapper, JavaType type) {
        CodecException reason = whyUnreadable(reasons, mapper.readerFor(type), mapper.writerFor(type));
        reason = reason == null ? whyUnwritable(reasons, mapper, type) : reason;
        if (reason != null) {
            throw reason;
        }
    }

    /** Reading a null creates the whole deserializer and no value. */
    private static @Nullable CodecException whyUnreadable(
            FailureMessages reasons, ObjectReader reader, ObjectWriter writer) {
        try {
            reader.readValue(writer.writeValueAsBytes(null));
            return null;
        } catch (MismatchedInputException e) {
            return e.getClass() == MismatchedInputException.class ? null : reasons.unreadable(e);
        } catch (RuntimeException | LinkageError e) {
            return reasons.unreadable(e);
        }
    }

    /** Describing a type creates its serializer and writes no value. */
    private static @Nullable CodecException whyUnwritable(FailureMessages reasons, ObjectMapper mapper, JavaType type) {
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
        try (JsonGenerator generator = new BoundedGenerator(writer.createGenerator(out))) {
            writer.writeValue(generator, inOptional ? Optional.of(value) : value);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw reasons.notWritten(e);
        }
    }

    @Override
    public T decode(ByteBuffer bytes) {
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
        try (JsonParser parser = source.open(reader, bytes, offset, length)) {
            return reader.readValue(parser);
        }
    }
}
