package chaski.remote.wire;

import java.nio.ByteBuffer;

/** Encodes and decodes values. Stateless. */
final class WireValueCodec {

    private static final int NOTHING = 0;
    private static final int WRITTEN = 1;
    private static final int LENT = 3;
    private static final int RETURNED = 4;
    private static final int PUBLISHED = 5;

    private WireValueCodec() {}

    static void encode(MessageFields.Out out, WireValue value) {
        if (value instanceof WireValue.Written v) {
            out.u8(WRITTEN).i32(v.bytes().length).raw(v.bytes());
        } else if (value instanceof WireValue.Lent v) {
            out.u8(LENT).u64(v.number());
        } else if (value instanceof WireValue.Returned v) {
            out.u8(RETURNED).u64(v.number());
        } else if (value instanceof WireValue.Published v) {
            out.u8(PUBLISHED).u64(v.number());
        } else {
            out.u8(NOTHING);
        }
    }

    static WireValue decode(ByteBuffer in) {
        int kind = MessageFields.u8(in, PUBLISHED, "kind of value");
        return switch (kind) {
            case NOTHING -> WireValue.NOTHING;
            case WRITTEN -> new WireValue.Written(MessageFields.bytes(in, "value"));
            case LENT -> new WireValue.Lent(MessageFields.u63(in, "reference"));
            case RETURNED -> new WireValue.Returned(MessageFields.u63(in, "reference"));
            case PUBLISHED -> new WireValue.Published(MessageFields.u63(in, "publisher"));
            default -> throw MessageFields.violation("kind of value", "0, 1, 3, 4 or 5", kind);
        };
    }
}
