package chaski.remote.wire;

import java.nio.ByteBuffer;

/** Values as bytes. Stateless. */
final class ValueCodec {

    private static final int NOTHING = 0;
    private static final int WRITTEN = 1;
    private static final int LENT = 3;
    private static final int RETURNED = 4;
    private static final int PUBLISHED = 5;

    private ValueCodec() {}

    static void encode(Fields.Out out, Value value) {
        if (value instanceof Value.Written v) {
            out.u8(WRITTEN).i32(v.bytes().length).raw(v.bytes());
        } else if (value instanceof Value.Lent v) {
            out.u8(LENT).u64(v.number());
        } else if (value instanceof Value.Returned v) {
            out.u8(RETURNED).u64(v.number());
        } else if (value instanceof Value.Published v) {
            out.u8(PUBLISHED).u64(v.number());
        } else {
            out.u8(NOTHING);
        }
    }

    static Value decode(ByteBuffer in) {
        int kind = Fields.u8(in, PUBLISHED, "kind of value");
        return switch (kind) {
            case NOTHING -> Value.NOTHING;
            case WRITTEN -> new Value.Written(Fields.bytes(in, "value"));
            case LENT -> new Value.Lent(Fields.u63(in, "reference"));
            case RETURNED -> new Value.Returned(Fields.u63(in, "reference"));
            case PUBLISHED -> new Value.Published(Fields.u63(in, "publisher"));
            default -> throw Fields.violation("kind of value", "0, 1, 3, 4 or 5", kind);
        };
    }
}
