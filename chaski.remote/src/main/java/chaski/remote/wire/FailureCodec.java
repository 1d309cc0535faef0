package chaski.remote.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a method threw, as bytes. Too much of it is cut off by the sender. Stateless. */
final class FailureCodec {

    private static final int MAX_NAME_BYTES = 512;
    private static final int MAX_MESSAGE_BYTES = 8192;

    private FailureCodec() {}

    static void encode(Fields.Out out, Failure failure) {
        out.u8(failure.ofResult() ? 1 : 0).u8(failure.chain().size());
        for (Failure.Thrown thrown : failure.chain()) {
            out.u8(thrown.types().size());
            thrown.types().forEach(type -> out.line(type, MAX_NAME_BYTES));
            out.u8(thrown.message().isPresent() ? 1 : 0);
            thrown.message().ifPresent(message -> out.line(message, MAX_MESSAGE_BYTES));
            out.u8(thrown.frames().size());
            thrown.frames().forEach(frame -> encode(out, frame));
            out.u8(thrown.fields().isPresent() ? 1 : 0);
            thrown.fields().ifPresent(fields -> encode(out, fields));
            out.u8(thrown.suppressed().size());
            thrown.suppressed().forEach(suppressed -> encode(out, suppressed));
        }
    }

    private static void encode(Fields.Out out, StackTraceElement frame) {
        String file = frame.getFileName();
        out.line(frame.getClassName(), MAX_NAME_BYTES)
                .line(frame.getMethodName(), MAX_NAME_BYTES)
                .line(file == null ? "" : file, MAX_NAME_BYTES)
                .i32(frame.getLineNumber());
    }

    private static void encode(Fields.Out out, List<Failure.Field> fields) {
        out.u8(fields.size());
        for (Failure.Field field : fields) {
            out.u8(field.type()).line(field.name(), MAX_NAME_BYTES);
            ValueCodec.encode(out, field.value());
        }
    }

    static Failure decode(ByteBuffer in) {
        return decode(in, 0);
    }

    private static Failure decode(ByteBuffer in, int depth) {
        boolean ofResult = Fields.flag(in, "origin");
        List<Failure.Thrown> chain = new ArrayList<>();
        int links = least(1, Fields.u8(in, Failure.MAX_CHAIN, "causes"), "causes");
        for (int i = 0; i < links; i++) {
            List<String> types = new ArrayList<>();
            int names = least(1, Fields.u8(in, Failure.MAX_TYPES, "types"), "types");
            for (int j = 0; j < names; j++) {
                types.add(Fields.text(in, MAX_NAME_BYTES, "type"));
            }
            Optional<String> message = Fields.flag(in, "message flag")
                    ? Optional.of(Fields.text(in, MAX_MESSAGE_BYTES, "message"))
                    : Optional.empty();
            List<StackTraceElement> frames = new ArrayList<>();
            int count = Fields.u8(in, Failure.MAX_FRAMES, "frames");
            for (int j = 0; j < count; j++) {
                frames.add(frame(in));
            }
            Optional<List<Failure.Field>> fields =
                    Fields.flag(in, "fields flag") ? Optional.of(fields(in, types.size())) : Optional.empty();
            chain.add(new Failure.Thrown(types, message, frames, fields, suppressed(in, depth)));
        }
        return new Failure(ofResult, chain);
    }

    private static List<Failure> suppressed(ByteBuffer in, int depth) {
        int count = Fields.u8(in, depth == Failure.MAX_DEPTH ? 0 : Failure.MAX_SUPPRESSED, "suppressed");
        List<Failure> suppressed = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            suppressed.add(decode(in, depth + 1));
        }
        return suppressed;
    }

    private static List<Failure.Field> fields(ByteBuffer in, int types) {
        List<Failure.Field> fields = new ArrayList<>();
        int count = Fields.u8(in, Failure.MAX_FIELDS, "fields");
        for (int i = 0; i < count; i++) {
            fields.add(new Failure.Field(
                    Fields.u8(in, types - 1, "type of a field"),
                    Fields.text(in, MAX_NAME_BYTES, "field"),
                    ValueCodec.decode(in)));
        }
        return fields;
    }

    private static StackTraceElement frame(ByteBuffer in) {
        String type = Fields.text(in, MAX_NAME_BYTES, "frame");
        String method = Fields.text(in, MAX_NAME_BYTES, "frame");
        String file = Fields.text(in, MAX_NAME_BYTES, "frame");
        int line = Fields.i32(in, "line");
        return new StackTraceElement(type, method, file.isEmpty() ? null : file, line);
    }

    private static int least(int least, int value, String what) {
        if (value < least) {
            throw Fields.violation(what, "at least " + least, value);
        }
        return value;
    }
}
