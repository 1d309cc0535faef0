package chaski.node.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The session's own records, on channel 0: their kind is in the place of the flags; route and sequence are 0. They are
 * in the log, not in control frames, because their position among the messages matters.
 */
public final class SessionRecord {

    /** Body: u64 version. Later messages were sent by the peer's declarations of that version. */
    public static final int APPLIED = 1;

    /** Body: u64 declaration, u32 reclaim generation, u64 amount. The sender returns credit that it was asked for. */
    public static final int YIELD = 2;

    /** Body: unspecified. A message was withdrawn before a link sent it, and this record takes its place. */
    public static final int WITHDRAWN = 3;

    /** Body: u64 declaration, u8 reason. The sender sends no more messages for that declaration of the peer. */
    public static final int CUT = 4;

    /**
     * Body: u8 what, u64 number, u8 allowed, UTF-8 rule. The sender refuses a declaration or a route of the peer by its grants, or accepts
     * one that it had refused.
     */
    public static final int ACCESS = 5;

    /** An ACCESS is about a declaration. */
    public static final int OF_DECLARATION = 1;

    /** An ACCESS is about a route. */
    public static final int OF_ROUTE = 2;

    /** The reason of a CUT: the declaration gave no credit for longer than a publisher waits. */
    public static final int SLOW = 1;

    private static final int APPLIED_BODY_BYTES = Long.BYTES;
    private static final int YIELD_BODY_BYTES = Long.BYTES + Integer.BYTES + Long.BYTES;
    private static final int CUT_BODY_BYTES = Long.BYTES + Byte.BYTES;
    private static final int ACCESS_NUMBER_OFFSET = Byte.BYTES;
    private static final int ACCESS_ALLOWED_OFFSET = ACCESS_NUMBER_OFFSET + Long.BYTES;
    private static final int ACCESS_RULE_OFFSET = ACCESS_ALLOWED_OFFSET + Byte.BYTES;
    private static final int MAX_RULE_BYTES = 800;
    private static final int GENERATION_OFFSET = Long.BYTES;
    private static final int AMOUNT_OFFSET = GENERATION_OFFSET + Integer.BYTES;

    /** The bytes {@link #encodeApplied} writes. */
    public static final int APPLIED_BYTES = RecordHeader.BYTES + APPLIED_BODY_BYTES;

    /** The bytes {@link #encodeYield} writes. */
    public static final int YIELD_BYTES = RecordHeader.BYTES + YIELD_BODY_BYTES;

    /** The bytes {@link #encodeCut} writes. */
    public static final int CUT_BYTES = RecordHeader.BYTES + CUT_BODY_BYTES;

    private SessionRecord() {}

    /**
     * Writes an APPLIED.
     *
     * @param out where to; {@link #APPLIED_BYTES}
     * @param version of the peer's declarations
     */
    public static void encodeApplied(ByteBuffer out, long version) {
        RecordHeader.encode(out, APPLIED_BODY_BYTES, RecordHeader.SESSION_CHANNEL, APPLIED, 0, 0);
        out.putLong(version);
    }

    /**
     * Writes a YIELD.
     *
     * @param out where to; {@link #YIELD_BYTES}
     * @param declaration the peer's declaration
     * @param generation the generation of the request
     * @param amount bytes of credit returned
     */
    public static void encodeYield(ByteBuffer out, long declaration, int generation, long amount) {
        RecordHeader.encode(out, YIELD_BODY_BYTES, RecordHeader.SESSION_CHANNEL, YIELD, 0, 0);
        out.putLong(declaration).putInt(generation).putLong(amount);
    }

    /**
     * Writes a CUT.
     *
     * @param out where to; {@link #CUT_BYTES}
     * @param declaration the peer's declaration
     * @param reason such as {@link #SLOW}
     */
    public static void encodeCut(ByteBuffer out, long declaration, int reason) {
        RecordHeader.encode(out, CUT_BODY_BYTES, RecordHeader.SESSION_CHANNEL, CUT, 0, 0);
        out.putLong(declaration).put((byte) reason);
    }

    /**
     * Returns an ACCESS.
     *
     * @param what {@link #OF_DECLARATION} or {@link #OF_ROUTE}
     * @param number of the declaration or the route
     * @param allowed true if it is accepted again, false if it is refused
     * @param rule what decided, for people
     * @return the record
     */
    public static ByteBuffer access(int what, long number, boolean allowed, String rule) {
        byte[] text = FreeText.clean(rule).getBytes(StandardCharsets.UTF_8);
        int length = ACCESS_RULE_OFFSET + Math.min(text.length, MAX_RULE_BYTES);
        ByteBuffer record = ByteBuffer.allocate(RecordHeader.BYTES + length);
        RecordHeader.encode(record, length, RecordHeader.SESSION_CHANNEL, ACCESS, 0, 0);
        record.put((byte) what).putLong(number).put((byte) (allowed ? 1 : 0));
        return record.put(text, 0, length - ACCESS_RULE_OFFSET).flip();
    }

    /**
     * Writes the header of a WITHDRAWN over that of a message.
     *
     * @param out where to; {@link RecordHeader#BYTES}
     * @param length the length of the message, which is left unchanged
     */
    public static void encodeWithdrawn(ByteBuffer out, int length) {
        RecordHeader.encode(out, length, RecordHeader.SESSION_CHANNEL, WITHDRAWN, 0, 0);
    }

    static void check(int kind, int length) {
        int expected =
                switch (kind) {
                    case APPLIED -> APPLIED_BODY_BYTES;
                    case YIELD -> YIELD_BODY_BYTES;
                    case WITHDRAWN -> length;
                    case CUT -> CUT_BODY_BYTES;
                    case ACCESS -> Math.max(ACCESS_RULE_OFFSET, Math.min(length, ACCESS_RULE_OFFSET + MAX_RULE_BYTES));
                    default ->
                        throw ViolationText.of(
                                "session record", "1 (APPLIED), 2 (YIELD), 3 (WITHDRAWN), 4 (CUT) or 5 (ACCESS)", kind);
                };
        if (length != expected) {
            String name =
                    switch (kind) {
                        case APPLIED -> "APPLIED";
                        case YIELD -> "YIELD";
                        case CUT -> "CUT";
                        default -> "ACCESS";
                    };
            throw ViolationText.of(name + " length", expected + " bytes", length);
        }
    }

    /**
     * Reads the version of an APPLIED; the buffer is not changed.
     *
     * @param body the body, from position to limit
     * @return the version
     * @throws chaski.api.ProtocolException when it is not one
     */
    public static long version(ByteBuffer body) {
        check(APPLIED, body.remaining());
        return field(body, 0, "APPLIED version");
    }

    /**
     * Reads the declaration of a YIELD; the buffer is not changed.
     *
     * @param body the body, from position to limit
     * @return its number
     * @throws chaski.api.ProtocolException when it is not one
     */
    public static long declaration(ByteBuffer body) {
        check(YIELD, body.remaining());
        return field(body, 0, "YIELD declaration");
    }

    /**
     * Reads the generation of a YIELD; the buffer is not changed.
     *
     * @param body the body, from position to limit
     * @return 0 and more
     * @throws chaski.api.ProtocolException when it is not one
     */
    public static int generation(ByteBuffer body) {
        check(YIELD, body.remaining());
        int generation = body.getInt(body.position() + GENERATION_OFFSET);
        ViolationText.check(generation >= 0, "YIELD generation", "0 to 2^31-1", generation);
        return generation;
    }

    /**
     * Reads the amount of a YIELD; the buffer is not changed.
     *
     * @param body the body, from position to limit
     * @return bytes
     * @throws chaski.api.ProtocolException when it is not one
     */
    public static long amount(ByteBuffer body) {
        check(YIELD, body.remaining());
        return field(body, AMOUNT_OFFSET, "YIELD amount");
    }

    /**
     * Reads the declaration of a CUT; the buffer is not changed.
     *
     * @param body the body, from position to limit
     * @return its number
     * @throws chaski.api.ProtocolException when it is not one
     */
    public static long cutDeclaration(ByteBuffer body) {
        check(CUT, body.remaining());
        return field(body, 0, "CUT declaration");
    }

    /**
     * Reads an ACCESS; the buffer is not changed.
     *
     * @param body the body, from position to limit
     * @return what it contains
     * @throws chaski.api.ProtocolException when it is not one
     */
    public static Access access(ByteBuffer body) {
        check(ACCESS, body.remaining());
        int what = body.get(body.position());
        ViolationText.check(what == OF_DECLARATION || what == OF_ROUTE, "ACCESS subject", "1 or 2", what);
        int allowed = body.get(body.position() + ACCESS_ALLOWED_OFFSET);
        ViolationText.check(allowed == 0 || allowed == 1, "ACCESS allowed", "0 or 1", allowed);
        byte[] rule = new byte[body.remaining() - ACCESS_RULE_OFFSET];
        body.get(body.position() + ACCESS_RULE_OFFSET, rule);
        return new Access(
                what == OF_ROUTE,
                field(body, ACCESS_NUMBER_OFFSET, "ACCESS number"),
                allowed == 1,
                FreeText.clean(new String(rule, StandardCharsets.UTF_8)));
    }

    /**
     * The content of an ACCESS.
     *
     * @param isOfRoute true if it is about a route, false if it is about a declaration
     * @param number of the route or the declaration
     * @param isAllowed true if it is accepted again, false if it is refused
     * @param rule what decided, for people
     */
    public record Access(boolean isOfRoute, long number, boolean isAllowed, String rule) {}

    private static long field(ByteBuffer body, int offset, String what) {
        long value = body.getLong(body.position() + offset);
        ViolationText.notNegative(what, value);
        return value;
    }
}
