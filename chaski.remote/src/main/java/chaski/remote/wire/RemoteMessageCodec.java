package chaski.remote.wire;

import chaski.remote.wire.RemoteMessage.Call;
import chaski.remote.wire.RemoteMessage.Cancel;
import chaski.remote.wire.RemoteMessage.Export;
import chaski.remote.wire.RemoteMessage.NotExecuted;
import chaski.remote.wire.RemoteMessage.Release;
import chaski.remote.wire.RemoteMessage.Result;
import chaski.remote.wire.RemoteMessage.Threw;
import chaski.remote.wire.RemoteMessage.Unexport;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Encodes and decodes messages. Decoding checks every length before it allocates, and every number for its range. Stateless. */
public final class RemoteMessageCodec {

    /** The most arguments of a call. */
    public static final int MAX_ARGUMENTS = 255;

    /** The most bytes of a name. */
    public static final int MAX_NAME_BYTES = 256;

    private static final int EXPORT = 1;
    private static final int UNEXPORT = 2;
    private static final int CALL = 3;
    private static final int RESULT = 4;
    private static final int THREW = 5;
    private static final int NOT_EXECUTED = 6;
    private static final int CANCEL = 7;
    private static final int RELEASE = 8;

    /** The bytes of a call with few arguments; others take more memory. */
    private static final int CALL_BYTES = 120;

    private static final int OTHER_BYTES = 32;

    private static final int VERSION = 1;
    private static final int MAX_PATH_BYTES = 1024;
    private static final int MAX_SIGNATURE_BYTES = 8192;
    private static final int MAX_METADATA = 64;
    private static final int MAX_METADATA_BYTES = 1024;
    static final int MAX_CODEC_BYTES = 32;
    static final int MAX_TEXT_BYTES = 1024;

    private RemoteMessageCodec() {}

    /** {@return the preamble of a route of this protocol} */
    public static ByteBuffer preamble() {
        return ByteBuffer.wrap(new byte[] {VERSION});
    }

    /**
     * Checks the preamble of a route.
     *
     * @param preamble from a peer
     * @throws chaski.api.ProtocolException when it is another protocol or version
     */
    public static void checkPreamble(ByteBuffer preamble) {
        if (preamble.remaining() != 1 || preamble.get(preamble.position()) != VERSION) {
            throw MessageFields.violation("preamble", "version 1", preamble.remaining() + " bytes of something else");
        }
    }

    /** Encodes a message.
     *
     * @param message the message
     * @return its bytes
     * @throws chaski.api.LimitException when a name is too long
     */
    public static ByteBuffer encode(RemoteMessage message) {
        MessageFields.Out out = new MessageFields.Out(message instanceof Call ? CALL_BYTES : OTHER_BYTES);
        if (message instanceof Call m) {
            encode(out, m);
        } else if (message instanceof Result m) {
            out.u8(RESULT).u64(m.id());
            WireValueCodec.encode(out, m.value());
        } else if (message instanceof Threw m) {
            out.u8(THREW).u64(m.id());
            FailureCodec.encode(out, m.failure());
        } else if (message instanceof NotExecuted m) {
            out.u8(NOT_EXECUTED).u64(m.id()).u8(m.reason().code()).truncatedText(m.text(), MAX_TEXT_BYTES);
        } else if (message instanceof Cancel m) {
            out.u8(CANCEL).u64(m.id());
        } else if (message instanceof Release m) {
            out.u8(RELEASE).u64(m.number()).u64(m.count());
        } else if (message instanceof Export m) {
            out.u8(EXPORT)
                    .u64(m.number())
                    .text(m.name(), MAX_NAME_BYTES, "name")
                    .u8(m.function() ? 1 : 0);
        } else if (message instanceof Unexport m) {
            out.u8(UNEXPORT).u64(m.number());
        } else if (message instanceof RemoteMessage.OfStream m) {
            StreamCodec.encode(out, m);
        }
        return out.bytes();
    }

    private static void encode(MessageFields.Out out, Call call) {
        out.u8(CALL)
                .u64(call.id())
                .u64(call.target())
                .u8(call.operation().code())
                .i32(call.millis())
                .text(call.path(), MAX_PATH_BYTES, "path")
                .text(call.member(), MAX_NAME_BYTES, "name of a member")
                .text(call.signature(), MAX_SIGNATURE_BYTES, "signature")
                .u8(call.metadata().size());
        call.metadata().forEach((name, value) -> out.text(name, MAX_METADATA_BYTES, "metadata")
                .text(value, MAX_METADATA_BYTES, "metadata"));
        out.text(call.codec(), MAX_CODEC_BYTES, "codec").u8(call.arguments().size());
        call.arguments().forEach(argument -> WireValueCodec.encode(out, argument));
    }

    /** Decodes a single message.
     *
     * @param in the bytes from position to limit; nothing refers to them afterwards
     * @return the message
     * @throws chaski.api.ProtocolException when it is malformed
     */
    public static RemoteMessage decode(ByteBuffer in) {
        return decode(in, new TextCache());
    }

    /** Decodes one of many messages of a peer.
     *
     * @param in the bytes from position to limit; nothing refers to them afterwards
     * @param texts the texts that the same peer has sent before
     * @return the message
     * @throws chaski.api.ProtocolException when it is malformed
     */
    public static RemoteMessage decode(ByteBuffer in, TextCache texts) {
        int type = MessageFields.u8(in, "message");
        RemoteMessage message =
                switch (type) {
                    case EXPORT ->
                        new Export(
                                MessageFields.u63(in, "export"),
                                MessageFields.text(in, MAX_NAME_BYTES, "name"),
                                MessageFields.flag(in, "kind"));
                    case UNEXPORT -> new Unexport(MessageFields.u63(in, "export"));
                    case CALL -> call(in, texts);
                    case RESULT -> new Result(MessageFields.u63(in, "call"), WireValueCodec.decode(in));
                    case THREW -> new Threw(MessageFields.u63(in, "call"), FailureCodec.decode(in));
                    case NOT_EXECUTED ->
                        new NotExecuted(
                                MessageFields.u63(in, "call"),
                                RefusalReason.of(MessageFields.u8(in, "reason")),
                                MessageFields.text(in, MAX_TEXT_BYTES, "text"));
                    case CANCEL -> new Cancel(MessageFields.u63(in, "call"));
                    case RELEASE -> new Release(MessageFields.u63(in, "reference"), MessageFields.u63(in, "count"));
                    default -> StreamCodec.decode(type, in);
                };
        if (in.hasRemaining()) {
            throw MessageFields.violation("message", "nothing after it", in.remaining() + " bytes");
        }
        return message;
    }

    private static Call call(ByteBuffer in, TextCache texts) {
        long id = MessageFields.u63(in, "call");
        long target = MessageFields.u63(in, "target");
        CallOperation operation = CallOperation.of(MessageFields.u8(in, "operation"));
        int millis = MessageFields.u31(in, "deadline");
        String path = MessageFields.text(in, MAX_PATH_BYTES, "path", texts);
        String member = MessageFields.text(in, MAX_NAME_BYTES, "name of a member", texts);
        String signature = MessageFields.text(in, MAX_SIGNATURE_BYTES, "signature", texts);
        Map<String, String> metadata = metadata(in);
        String codec = MessageFields.text(in, MAX_CODEC_BYTES, "codec", texts);
        int count = MessageFields.u8(in, "arguments");
        List<WireValue> arguments = new ArrayList<>(Math.min(count, in.remaining()));
        for (int i = 0; i < count; i++) {
            arguments.add(WireValueCodec.decode(in));
        }
        return new Call(id, target, operation, millis, path, member, signature, metadata, codec, arguments);
    }

    private static Map<String, String> metadata(ByteBuffer in) {
        int count = MessageFields.u8(in, MAX_METADATA, "metadata");
        if (count == 0) {
            return Map.of();
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String name = MessageFields.text(in, MAX_METADATA_BYTES, "metadata");
            if (metadata.put(name, MessageFields.text(in, MAX_METADATA_BYTES, "metadata")) != null) {
                throw MessageFields.violation("metadata", "each name once", name);
            }
        }
        return Map.copyOf(metadata);
    }
}
