package chaski.node.wire;

import java.nio.ByteBuffer;

/**
 * CREDIT: u16 count of 1 to 1,024, then for each flow u64 declaration, u64 bytes granted since the session began, u32 reclaim
 * generation. Written by {@link #begin}, {@link #add} … {@link #end}, without objects.
 */
public final class CreditFrame {

    /** The most flows in one frame. */
    public static final int MAX_ENTRIES = 1024;

    /** The bytes of one flow. */
    public static final int ENTRY_BYTES = 2 * Long.BYTES + Integer.BYTES;

    /** The bytes of a frame without flows; add {@link #ENTRY_BYTES} for each. */
    public static final int EMPTY_BYTES = FrameHeader.BYTES + Short.BYTES;

    static final int MIN_BODY_BYTES = Short.BYTES + ENTRY_BYTES;
    static final int MAX_BODY_BYTES = Short.BYTES + MAX_ENTRIES * ENTRY_BYTES;

    /** Receives the flows of one frame. */
    @FunctionalInterface
    public interface Sink {

        /**
         * The credit of one flow.
         *
         * @param declaration the number of the receiver's declaration, on the side that sent the frame
         * @param granted bytes since the session began
         * @param generation how often credit was reclaimed
         */
        void onCredit(long declaration, long granted, int generation);
    }

    private CreditFrame() {}

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
     * @param declaration the sender's declaration
     * @param granted bytes since the session began
     * @param generation how often credit was reclaimed, 0 and more
     */
    public static void add(ByteBuffer out, long declaration, long granted, int generation) {
        out.putLong(declaration).putLong(granted).putInt(generation);
    }

    /**
     * Ends a frame. If no flow was added, nothing is left in the buffer.
     *
     * @param out as given to {@link #begin}
     * @param start what {@link #begin} returned
     */
    public static void end(ByteBuffer out, int start) {
        FixedEntries.end(out, start, FrameType.CREDIT, ENTRY_BYTES, MAX_ENTRIES);
    }

    /**
     * Reads a body. Nothing is handed to the sink before the whole length is checked.
     *
     * @param body the body, from position to limit
     * @param sink takes the flows in order
     * @throws chaski.api.ProtocolException when it is not a CREDIT
     */
    public static void decode(ByteBuffer body, Sink sink) {
        int count = FixedEntries.count(body, "CREDIT", ENTRY_BYTES, MAX_ENTRIES);
        for (int i = 0; i < count; i++) {
            long declaration = FrameFields.u63(body, "CREDIT declaration");
            long granted = FrameFields.u63(body, "CREDIT granted");
            int generation = FrameFields.i32(body, "CREDIT generation");
            ViolationText.check(generation >= 0, "CREDIT generation", "0 to 2^31-1", generation);
            sink.onCredit(declaration, granted, generation);
        }
    }
}
