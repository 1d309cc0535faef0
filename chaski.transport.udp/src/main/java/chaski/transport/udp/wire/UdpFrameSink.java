package chaski.transport.udp.wire;

import java.nio.ByteBuffer;

/** Receives the frames of a packet, one call each, in order. Buffers are valid only during the call. */
public interface UdpFrameSink {

    /** A frame without contents that must be acknowledged. */
    void onPing();

    /**
     * Packets have arrived at the other side.
     *
     * @param ack the packets; reused for the next frame
     */
    void onAck(UdpAckFrame ack);

    /**
     * A piece of the stream.
     *
     * @param offset the position of its first byte in the stream
     * @param bytes at least one
     */
    void onStream(long offset, ByteBuffer bytes);

    /**
     * The stream has ended.
     *
     * @param offset its length
     */
    void onEnd(long offset);

    /**
     * The other side accepts more of the stream.
     *
     * @param offset the new limit, from the start of the stream
     */
    void onMaxData(long offset);

    /**
     * The other side asks for fewer or more acknowledgements.
     *
     * @param packets after how many packets that request it an acknowledgement is sent at once, 1 to 255
     * @param delayUs the most that any acknowledgement may be delayed, in microseconds
     */
    void onAckFrequency(int packets, long delayUs);

    /**
     * An unreliable datagram of the link's user.
     *
     * @param bytes may be empty
     */
    void onDatagram(ByteBuffer bytes);

    /**
     * The other side has closed the connection.
     *
     * @param code the reason
     * @param reason the reason as text, possibly empty
     */
    void onClose(int code, String reason);
}
