package chaski.transport.udp.wire;

import java.nio.ByteBuffer;

/** The beginning of a packet: the receiver's connection id and the number of the packet; frames follow. Stateless. */
public final class PacketHeader {

    /** Type, connection id, packet number. */
    public static final int BYTES = 1 + 8 + 8;

    /** Offset of the connection id. */
    public static final int ID_OFFSET = 1;

    /** Offset of the packet number. */
    public static final int NUMBER_OFFSET = 9;

    private PacketHeader() {}

    /**
     * Writes the header.
     *
     * @param out empty
     * @param receiverId the connection id that the receiver chose
     * @param number the packet's number, never used again on this connection
     */
    public static void encode(ByteBuffer out, long receiverId, long number) {
        out.put(DatagramFormat.PACKET).putLong(receiverId).putLong(number);
    }
}
