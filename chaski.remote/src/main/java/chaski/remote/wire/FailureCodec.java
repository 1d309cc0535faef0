package chaski.remote.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Encodes and decodes failures. The sender truncates what exceeds the limits. Stateless. */
final class FailureCodec {

    private static final int MAX_NAME_BYTES = 512;
    private static final int MAX_MESSAGE_BYTES = 8192;

    private FailureCodec() {}

    static void encode(MessageFields.Out out, RemoteFailure failure) {
        out.u8(failure.ofResult() ? 1 : 0).u8(failure.chain().size());
        for (RemoteFailure.Thrown thrown : failure.chain()) {
            out.u8(thrown.types().size());
            thrown.types().forEach(type -> out.truncatedText(type, MAX_NAME_BYTES));
            out.u8(thrown.message().isPresent() ? 1 : 0);
            thrown.message().ifPresent(message -> out.truncatedText(message, MAX_MESSAGE_BYTES));
            out.u8(thrown.frames().size());
            thrown.frames().forEach(frame -> encode(out, frame));
            out.u8(thrown.fields().isPresent() ? 1 : 0);
            thrown.fields().ifPresent(fields -> encode(out, fields));
            out.u8(thrown.suppressed().size());
            thrown.suppressed().forEach(suppressed -> encode(out, suppressed));
        }
    }

    private static void encode(MessageFields.Out out, StackTraceElement frame) {
        String file = frame.getFileName();
        out.truncatedText(frame.getClassName(), MAX_NAME_BYTES)
                .truncatedText(frame.getMethodName(), MAX_NAME_BYTES)
                .truncatedText(file == null ? "" : file, MAX_NAME_BYTES)
                .i32(frame.getLineNumber());
    }

    private static void encode(MessageFields.Out out, List<RemoteFailure.Field> fields) {
        out.u8(fields.size());
        for (RemoteFailure.Field field : fields) {
            out.u8(field.type()).truncatedText(field.name(), MAX_NAME_BYTES);
            WireValueCodec.encode(out, field.value());
        }
    }

    static RemoteFailure decode(ByteBuffer in) {
        return decode(in, 0);
    }

    private static RemoteFailure decode(ByteBuffer in, int depth) {
        boolean ofResult = MessageFields.flag(in, "origin");
        List<RemoteFailure.Thrown> chain = new ArrayList<>();
        int links = least(1, MessageFields.u8(in, RemoteFailure.MAX_CHAIN, "causes"), "causes");
        for (int i = 0; i < links; i++) {
            List<String> types = new ArrayList<>();
            int names = least(1, MessageFields.u8(in, RemoteFailure.MAX_TYPES, "types"), "types");
            for (int j = 0; j < names; j++) {
                types.add(MessageFields.text(in, MAX_NAME_BYTES, "type"));
            }
            Optional<String> message = MessageFields.flag(in, "message flag")
                    ? Optional.of(MessageFields.text(in, MAX_MESSAGE_BYTES, "message"))
                    : Optional.empty();
            List<StackTraceElement> frames = new ArrayList<>();
            int count = MessageFields.u8(in, RemoteFailure.MAX_FRAMES, "frames");
            for (int j = 0; j < count; j++) {
                frames.add(frame(in));
            }
            Optional<List<RemoteFailure.Field>> fields =
                    MessageFields.flag(in, "fields flag") ? Optional.of(fields(in, types.size())) : Optional.empty();
            chain.add(new RemoteFailure.Thrown(types, message, frames, fields, suppressed(in, depth)));
        }
        return new RemoteFailure(ofResult, chain);
    }

    private static List<RemoteFailure> suppressed(ByteBuffer in, int depth) {
        int count =
                MessageFields.u8(in, depth == RemoteFailure.MAX_DEPTH ? 0 : RemoteFailure.MAX_SUPPRESSED, "suppressed");
        List<RemoteFailure> suppressed = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            suppressed.add(decode(in, depth + 1));
        }
        return suppressed;
    }

    private static List<RemoteFailure.Field> fields(ByteBuffer in, int types) {
        List<RemoteFailure.Field> fields = new ArrayList<>();
        int count = MessageFields.u8(in, RemoteFailure.MAX_FIELDS, "fields");
        for (int i = 0; i < count; i++) {
            fields.add(new RemoteFailure.Field(
                    MessageFields.u8(in, types - 1, "type of a field"),
                    MessageFields.text(in, MAX_NAME_BYTES, "field"),
                    WireValueCodec.decode(in)));
        }
        return fields;
    }

    private static StackTraceElement frame(ByteBuffer in) {
        String type = MessageFields.text(in, MAX_NAME_BYTES, "frame");
        String method = MessageFields.text(in, MAX_NAME_BYTES, "frame");
        String file = MessageFields.text(in, MAX_NAME_BYTES, "frame");
        int line = MessageFields.i32(in, "line");
        return new StackTraceElement(type, method, file.isEmpty() ? null : file, line);
    }

    private static int least(int least, int value, String what) {
        if (value < least) {
            throw MessageFields.violation(what, "at least " + least, value);
        }
        return value;
    }
}
