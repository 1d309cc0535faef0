package chaski.node.wire;

import java.nio.ByteBuffer;

/**
 * BLOCKED: u16 count of 1 to 1,024, then for each blocked flow u64 declaration, u64 needed: the cumulative figure that
 * sends the waiting message. Written by {@link #begin}, {@link #add} … {@link #end}, without objects.
 */
public final class BlockedFrame {

    /** The most flows in one frame. */
    public static final int MAX_ENTRIES = 1024;

    /** The bytes of one flow. */
    public static final int ENTRY_BYTES = 2 * Long.BYTES;

    /** The bytes of a frame without flows; add {@link #ENTRY_BYTES} for each. */
    public static final int EMPTY_BYTES = FrameHeader.BYTES + Short.BYTES;

    static final int MIN_BODY_BYTES = Short.BYTES + ENTRY_BYTES;
    static final int MAX_BODY_BYTES = Short.BYTES + MAX_ENTRIES * ENTRY_BYTES;

    /** Receives the flows of one frame. */
    @FunctionalInterface
    public interface Sink {

        /**
         * One flow is blocked, or not any more.
         *
         * @param declaration the number of the declaration, on the side that receives the frame
         * @param needed what will be used once the waiting message has gone; 0 when none waits
         */
        void onBlocked(long declaration, long needed);
    }

    private BlockedFrame() {}

    /**
     * Begins a frame.
     *
     * @param out where to; {@link #EMPTY_BYTES}
     * @return to be given to {@link #end}
     */
    public static int begin(ByteBuffer out) {
        return FixedEntries.begin(out);
    }

    /**
     * Adds a flow.
     *
     * @param out where to; {@link #ENTRY_BYTES}
     * @param declaration the peer's declaration
     * @param needed what will be used once the waiting message has gone; 0 when none waits
     */
    public static void add(ByteBuffer out, long declaration, long needed) {
        out.putLong(declaration).putLong(needed);
    }

    /**
     * Ends a frame. If no flow was added, nothing is left in the buffer.
     *
     * @param out as given to {@link #begin}
     * @param start what {@link #begin} returned
     */
    public static void end(ByteBuffer out, int start) {
        FixedEntries.end(out, start, FrameType.BLOCKED, ENTRY_BYTES, MAX_ENTRIES);
    }

    /**
     * Reads a body. Nothing is handed to the sink before the whole length is checked.
     *
     * @param body the body, from position to limit
     * @param sink takes the flows in order
     * @throws chaski.api.ProtocolException when it is not a BLOCKED
     */
    public static void decode(ByteBuffer body, Sink sink) {
        int count = FixedEntries.count(body, "BLOCKED", ENTRY_BYTES, MAX_ENTRIES);
        for (int i = 0; i < count; i++) {
            long declaration = FrameFields.u63(body, "BLOCKED declaration");
            sink.onBlocked(declaration, FrameFields.u63(body, "BLOCKED needed"));
        }
    }
}
