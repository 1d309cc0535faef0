package chaski.remote.wire;

import chaski.remote.wire.RemoteMessage.Completed;
import chaski.remote.wire.RemoteMessage.Failed;
import chaski.remote.wire.RemoteMessage.Item;
import chaski.remote.wire.RemoteMessage.Request;
import chaski.remote.wire.RemoteMessage.Stopped;
import chaski.remote.wire.RemoteMessage.Subscribe;
import chaski.remote.wire.RemoteMessage.Unsubscribe;
import java.nio.ByteBuffer;

/** Encodes and decodes messages about streams; each begins with its type and the stream. Stateless. */
final class StreamCodec {

    private static final int SUBSCRIBE = 9;
    private static final int REQUEST = 10;
    private static final int UNSUBSCRIBE = 11;
    private static final int ITEM = 12;
    private static final int COMPLETED = 13;
    private static final int FAILED = 14;
    private static final int STOPPED = 15;

    private StreamCodec() {}

    static void encode(MessageFields.Out out, RemoteMessage.OfStream message) {
        if (message instanceof Item m) {
            out.u8(ITEM).u64(m.stream());
            WireValueCodec.encode(out, m.value());
        } else if (message instanceof Request m) {
            out.u8(REQUEST).u64(m.stream()).u64(m.items()).u64(m.bytes());
        } else if (message instanceof Subscribe m) {
            out.u8(SUBSCRIBE)
                    .u64(m.stream())
                    .u64(m.publisher())
                    .text(m.codec(), RemoteMessageCodec.MAX_CODEC_BYTES, "codec");
        } else if (message instanceof Unsubscribe m) {
            out.u8(UNSUBSCRIBE).u64(m.stream());
        } else if (message instanceof Completed m) {
            out.u8(COMPLETED).u64(m.stream());
        } else if (message instanceof Failed m) {
            out.u8(FAILED).u64(m.stream());
            FailureCodec.encode(out, m.failure());
        } else if (message instanceof Stopped m) {
            out.u8(STOPPED)
                    .u64(m.stream())
                    .u8(m.reason().code())
                    .truncatedText(m.text(), RemoteMessageCodec.MAX_TEXT_BYTES);
        }
    }

    static RemoteMessage.OfStream decode(int type, ByteBuffer in) {
        if (type < SUBSCRIBE || type > STOPPED) {
            throw MessageFields.violation("message", "1 to " + STOPPED, type);
        }
        long stream = MessageFields.u63(in, "stream");
        return switch (type) {
            case SUBSCRIBE ->
                new Subscribe(
                        stream,
                        MessageFields.u63(in, "publisher"),
                        MessageFields.text(in, RemoteMessageCodec.MAX_CODEC_BYTES, "codec"));
            case REQUEST -> new Request(stream, MessageFields.u63(in, "items"), MessageFields.u63(in, "bytes"));
            case UNSUBSCRIBE -> new Unsubscribe(stream);
            case ITEM -> new Item(stream, WireValueCodec.decode(in));
            case COMPLETED -> new Completed(stream);
            case FAILED -> new Failed(stream, FailureCodec.decode(in));
            default ->
                new Stopped(
                        stream,
                        RefusalReason.of(MessageFields.u8(in, "reason")),
                        MessageFields.text(in, RemoteMessageCodec.MAX_TEXT_BYTES, "text"));
        };
    }
}
