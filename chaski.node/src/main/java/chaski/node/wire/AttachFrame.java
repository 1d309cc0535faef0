package chaski.node.wire;

import java.nio.ByteBuffer;

/** ATTACH: u128 session, u64 epoch, u64 received, u8 flags, u64 declarations, and if flagged u128 ended session, u64 its position. */
public final class AttachFrame {

    private static final int CREATE = 1;
    private static final int ENDED = 2;

    static final int MIN_BODY_BYTES = SessionId.BYTES + 2 * Long.BYTES + Byte.BYTES + Long.BYTES;
    static final int MAX_BODY_BYTES = MIN_BODY_BYTES + SessionId.BYTES + Long.BYTES;

    /** The most bytes {@link #encode} writes. */
    public static final int MAX_BYTES = FrameHeader.BYTES + MAX_BODY_BYTES;

    private AttachFrame() {}

    /**
     * Writes the frame.
     *
     * @param attach the content
     * @param out where to; at most {@link #MAX_BYTES}
     */
    public static void encode(Attach attach, ByteBuffer out) {
        EndedSession ended = attach.ended();
        int start = FrameHeader.begin(out);
        attach.session().encode(out);
        out.putLong(attach.epoch()).putLong(attach.received());
        out.put((byte) ((attach.create() ? CREATE : 0) | (ended != null ? ENDED : 0)));
        out.putLong(attach.declarations());
        if (ended != null) {
            ended.session().encode(out);
            out.putLong(ended.position());
        }
        FrameHeader.end(out, start, FrameType.ATTACH);
    }

    /**
     * Reads a body.
     *
     * @param body the body, from position to limit
     * @return its content
     * @throws chaski.api.ProtocolException when it is not an ATTACH
     */
    public static Attach decode(ByteBuffer body) {
        SessionId session = SessionId.decode(body, "ATTACH session");
        long epoch = FrameFields.u63(body, "ATTACH epoch");
        long received = FrameFields.u63(body, "ATTACH received position");
        int flags = FrameFields.flags(body, CREATE | ENDED, "ATTACH flags");
        long declarations = FrameFields.u63(body, "ATTACH declarations");
        EndedSession ended = (flags & ENDED) != 0 ? ended(body) : null;
        FrameFields.end(body, "ATTACH");
        return new Attach(session, epoch, received, (flags & CREATE) != 0, declarations, ended);
    }

    private static EndedSession ended(ByteBuffer body) {
        SessionId session = SessionId.decode(body, "ATTACH ended session");
        return new EndedSession(session, FrameFields.u63(body, "ATTACH ended position"));
    }
}
