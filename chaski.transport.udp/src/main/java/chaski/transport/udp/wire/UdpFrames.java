package chaski.transport.udp.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes frames. Stateless. */
public final class UdpFrames {

    /** Nothing. */
    public static final byte PADDING = 0;

    /** Requires an acknowledgement. */
    public static final byte PING = 1;

    /** See {@link UdpAckFrame}. */
    public static final byte ACK = 2;

    /** A piece of the stream. */
    public static final byte STREAM = 3;

    /** The length of the stream. */
    public static final byte END = 4;

    /** The limit up to which the stream may be sent. */
    public static final byte MAX_DATA = 5;

    /** An unreliable datagram of the user. */
    public static final byte DATAGRAM = 6;

    /** The end of the connection. */
    public static final byte CLOSE = 7;

    /** How often the receiver acknowledges. */
    public static final byte ACK_FREQUENCY = 8;

    /** Of a PING. */
    public static final int PING_BYTES = 1;

    /** Of an END or MAX_DATA. */
    public static final int OFFSET_BYTES = 1 + 8;

    /** Before the bytes of a STREAM. */
    public static final int STREAM_HEADER_BYTES = 1 + 8 + 2;

    /** Before the bytes of a DATAGRAM. */
    public static final int DATAGRAM_HEADER_BYTES = 1 + 2;

    /** Of an ACK_FREQUENCY. */
    public static final int ACK_FREQUENCY_BYTES = 1 + 1 + 4;

    /** The longest reason of a CLOSE. */
    public static final int MAX_REASON_BYTES = 255;

    /** The most that an unreliable datagram of the user has room for. */
    public static final int MAX_DATAGRAM_BYTES =
            DatagramFormat.BASE_BYTES - PacketHeader.BYTES - DatagramFormat.CHECKSUM_BYTES - DATAGRAM_HEADER_BYTES;

    private UdpFrames() {}

    /**
     * Writes a PING.
     *
     * @param out the packet
     */
    public static void ping(ByteBuffer out) {
        out.put(PING);
    }

    /**
     * Writes an ACK with as many ranges as there is room for.
     *
     * @param out the packet
     * @param ack what to acknowledge; not empty
     * @param room how many bytes may be used; enough for one range
     */
    public static void ack(ByteBuffer out, UdpAckFrame ack, int room) {
        ack.encode(out, room);
    }

    /**
     * Writes the header of a STREAM; the bytes follow.
     *
     * @param out the packet
     * @param offset the position of the first byte
     * @param length how many bytes follow
     */
    public static void stream(ByteBuffer out, long offset, int length) {
        out.put(STREAM).putLong(offset).putShort((short) length);
    }

    /**
     * Writes an END.
     *
     * @param out the packet
     * @param offset the length of the stream
     */
    public static void end(ByteBuffer out, long offset) {
        out.put(END).putLong(offset);
    }

    /**
     * Writes a MAX_DATA.
     *
     * @param out the packet
     * @param offset the limit, from the start of the stream
     */
    public static void maxData(ByteBuffer out, long offset) {
        out.put(MAX_DATA).putLong(offset);
    }

    /**
     * Writes an ACK_FREQUENCY.
     *
     * @param out the packet
     * @param packets after how many packets that request it an acknowledgement is sent at once, 1 to 255
     * @param delayUs the most that any acknowledgement may be delayed, in microseconds
     */
    public static void ackFrequency(ByteBuffer out, int packets, int delayUs) {
        out.put(ACK_FREQUENCY).put((byte) packets).putInt(delayUs);
    }

    /**
     * Writes a DATAGRAM.
     *
     * @param out the packet
     * @param bytes at most {@link #MAX_DATAGRAM_BYTES}
     */
    public static void datagram(ByteBuffer out, ByteBuffer bytes) {
        out.put(DATAGRAM).putShort((short) bytes.remaining()).put(bytes.duplicate());
    }

    /**
     * Writes a CLOSE.
     *
     * @param out the packet
     * @param code the reason
     * @param reason the reason as text; truncated if it is too long
     */
    public static void close(ByteBuffer out, int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, MAX_REASON_BYTES);
        while (length > 0 && length < text.length && (text[length] & 0xC0) == 0x80) {
            length--;
        }
        out.put(CLOSE).put((byte) code).put((byte) length).put(text, 0, length);
    }
}
