package chaski.testkit.hostile;

/** Makes the records of a log, §7 of the document, with any values in their fields. */
public final class HostileRecords {

    private static final int FIRST = 1;
    private static final int LAST = 2;
    private static final int OPEN = 4;
    private static final int CLOSE = 8;
    private static final int APPLIED = 1;
    private static final int YIELD = 2;
    private static final int CUT = 4;

    private HostileRecords() {}

    /**
     * Opens a route.
     *
     * @param channel the channel
     * @param route the route's number
     * @param preamble the channel's own bytes
     * @return the record
     */
    public static HostileRecord open(int channel, long route, byte... preamble) {
        return HostileRecord.of(channel, OPEN, route, 0, preamble);
    }

    /**
     * A whole message.
     *
     * @param channel the channel
     * @param route the route, 0 for a message to the peer as such
     * @param sequence the message's number
     * @param message the message
     * @return the record
     */
    public static HostileRecord message(int channel, long route, long sequence, byte... message) {
        return HostileRecord.of(channel, FIRST | LAST, route, sequence, message);
    }

    /**
     * The first part of a message.
     *
     * @param channel the channel
     * @param route the route
     * @param sequence the message's number
     * @param total the length that it announces for the whole message
     * @param part the first part
     * @return the record
     */
    public static HostileRecord first(int channel, long route, long sequence, long total, byte... part) {
        return HostileRecord.of(
                channel,
                FIRST,
                route,
                sequence,
                new WireBytes().u32(total).bytes(part).toArray());
    }

    /**
     * A part between the first and the last.
     *
     * @param channel the channel
     * @param route the route
     * @param sequence the message's number
     * @param part the part
     * @return the record
     */
    public static HostileRecord next(int channel, long route, long sequence, byte... part) {
        return HostileRecord.of(channel, 0, route, sequence, part);
    }

    /**
     * The last part of a message.
     *
     * @param channel the channel
     * @param route the route
     * @param sequence the message's number
     * @param part the part
     * @return the record
     */
    public static HostileRecord last(int channel, long route, long sequence, byte... part) {
        return HostileRecord.of(channel, LAST, route, sequence, part);
    }

    /**
     * Closes a route.
     *
     * @param channel the channel
     * @param route the route
     * @return the record
     */
    public static HostileRecord close(int channel, long route) {
        return HostileRecord.of(channel, CLOSE, route, 0);
    }

    /**
     * APPLIED: later messages were matched with this version of the receiver's declarations.
     *
     * @param version the version
     * @return the record
     */
    public static HostileRecord applied(long version) {
        return HostileRecord.of(0, APPLIED, 0, 0, new WireBytes().u64(version).toArray());
    }

    /**
     * YIELD: returns credit.
     *
     * @param declaration a declaration of the receiver
     * @param generation the generation that is answered
     * @param amount how many bytes
     * @return the record
     */
    public static HostileRecord yielded(long declaration, long generation, long amount) {
        return HostileRecord.of(
                0,
                YIELD,
                0,
                0,
                new WireBytes().u64(declaration).u32(generation).u64(amount).toArray());
    }

    /**
     * CUT: no more messages follow for a declaration.
     *
     * @param declaration a declaration of the receiver
     * @param reason why; 1: it is slow
     * @return the record
     */
    public static HostileRecord cut(long declaration, int reason) {
        return HostileRecord.of(
                0, CUT, 0, 0, new WireBytes().u64(declaration).u8(reason).toArray());
    }
}
