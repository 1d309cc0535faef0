package chaski.testkit.hostile;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One record of a log, §7 of the document: a header and a body. The length in the header may be wrong. {@link
 * HostileRecords} makes those of the protocol. Immutable.
 */
public final class HostileRecord {

    static final int HEADER_BYTES = 18;

    private final long length;
    private final int channel;
    private final int flags;
    private final long route;
    private final long sequence;
    private final byte[] body;

    private HostileRecord(long length, int channel, int flags, long route, long sequence, byte[] body) {
        this.length = length;
        this.channel = channel;
        this.flags = flags;
        this.route = route;
        this.sequence = sequence;
        this.body = body;
    }

    /**
     * Makes a record with the correct length.
     *
     * @param channel the channel, 0 for the session itself
     * @param flags its flags, or the kind of a session's record
     * @param route the route
     * @param sequence the message's number
     * @param body the body
     * @return the record
     */
    public static HostileRecord of(int channel, int flags, long route, long sequence, byte... body) {
        return new HostileRecord(body.length, channel, flags, route, sequence, body.clone());
    }

    /**
     * Changes the length that the header names.
     *
     * @param other the length, 0 … 2^32−1
     * @return a record with the same body
     */
    public HostileRecord lying(long other) {
        return new HostileRecord(other, channel, flags, route, sequence, body);
    }

    /** {@return the channel, 0 for the session itself} */
    public int channel() {
        return channel;
    }

    /** {@return the flags, or the kind of a session's record} */
    public int flags() {
        return flags;
    }

    /** {@return the route} */
    public long route() {
        return route;
    }

    /** {@return the message's number} */
    public long sequence() {
        return sequence;
    }

    /** {@return the body, read-only, from position 0, big-endian} */
    public ByteBuffer body() {
        return ByteBuffer.wrap(body).asReadOnlyBuffer();
    }

    /** {@return header and body, as they are in the log} */
    public byte[] bytes() {
        return new WireBytes()
                .u32(length)
                .u8(channel)
                .u8(flags)
                .u32(route)
                .u64(sequence)
                .bytes(body)
                .toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HostileRecord record && Arrays.equals(record.bytes(), bytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes());
    }

    @Override
    public String toString() {
        return "record of " + body.length + " bytes, channel " + channel + ", flags " + flags + ", route " + route
                + ", sequence " + sequence;
    }
}
