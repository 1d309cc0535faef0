package chaski.transport.udp.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads the frames of a packet. Confined to one thread. */
public final class UdpFrameReader {

    private final UdpAckFrame ack = new UdpAckFrame();

    /** Makes a reader. */
    public UdpFrameReader() {}

    /**
     * Reads all frames.
     *
     * @param in from the first frame to before the checksum
     * @param sink receives them, up to the first that is malformed
     * @return the error, or {@code null}
     */
    public @Nullable String read(ByteBuffer in, UdpFrameSink sink) {
        while (in.hasRemaining()) {
            byte type = in.get();
            String wrong =
                    switch (type) {
                        case UdpFrames.PADDING -> null;
                        case UdpFrames.PING -> ping(sink);
                        case UdpFrames.ACK -> ack(in, sink);
                        case UdpFrames.STREAM -> stream(in, sink);
                        case UdpFrames.END, UdpFrames.MAX_DATA -> offset(type, in, sink);
                        case UdpFrames.DATAGRAM -> datagram(in, sink);
                        case UdpFrames.CLOSE -> close(in, sink);
                        case UdpFrames.ACK_FREQUENCY -> ackFrequency(in, sink);
                        default -> "a frame of the unknown type " + Byte.toUnsignedInt(type);
                    };
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    private static @Nullable String ping(UdpFrameSink sink) {
        sink.onPing();
        return null;
    }

    private @Nullable String ack(ByteBuffer in, UdpFrameSink sink) {
        if (!ack.decode(in)) {
            return "an ACK that is not of the form";
        }
        sink.onAck(ack);
        return null;
    }

    private static @Nullable String stream(ByteBuffer in, UdpFrameSink sink) {
        if (in.remaining() < UdpFrames.STREAM_HEADER_BYTES) {
            return "a STREAM that is cut off";
        }
        long offset = in.getLong();
        int length = Short.toUnsignedInt(in.getShort());
        if (offset < 0 || length == 0 || length > in.remaining() || offset > Long.MAX_VALUE - length) {
            return "a STREAM of " + length + " bytes at " + offset + " with " + in.remaining() + " left";
        }
        sink.onStream(offset, piece(in, length));
        return null;
    }

    private static @Nullable String offset(byte type, ByteBuffer in, UdpFrameSink sink) {
        if (in.remaining() < UdpFrames.OFFSET_BYTES - 1) {
            return "an END or MAX_DATA that is cut off";
        }
        long offset = in.getLong();
        if (offset < 0) {
            return "an END or MAX_DATA at " + offset;
        }
        if (type == UdpFrames.END) {
            sink.onEnd(offset);
        } else {
            sink.onMaxData(offset);
        }
        return null;
    }

    private static @Nullable String ackFrequency(ByteBuffer in, UdpFrameSink sink) {
        if (in.remaining() < UdpFrames.ACK_FREQUENCY_BYTES - 1) {
            return "an ACK_FREQUENCY that is cut off";
        }
        int packets = Byte.toUnsignedInt(in.get());
        long delayUs = Integer.toUnsignedLong(in.getInt());
        if (packets == 0) {
            return "an ACK_FREQUENCY of no packets";
        }
        sink.onAckFrequency(packets, delayUs);
        return null;
    }

    private static @Nullable String datagram(ByteBuffer in, UdpFrameSink sink) {
        if (in.remaining() < UdpFrames.DATAGRAM_HEADER_BYTES - 1) {
            return "a DATAGRAM that is cut off";
        }
        int length = Short.toUnsignedInt(in.getShort());
        if (length > in.remaining()) {
            return "a DATAGRAM of " + length + " bytes with " + in.remaining() + " left";
        }
        sink.onDatagram(piece(in, length));
        return null;
    }

    private static @Nullable String close(ByteBuffer in, UdpFrameSink sink) {
        if (in.remaining() < 2) {
            return "a CLOSE that is cut off";
        }
        int code = Byte.toUnsignedInt(in.get());
        int length = Byte.toUnsignedInt(in.get());
        if (length > in.remaining()) {
            return "a CLOSE with a reason of " + length + " bytes with " + in.remaining() + " left";
        }
        sink.onClose(code, StandardCharsets.UTF_8.decode(piece(in, length)).toString());
        return null;
    }

    private static ByteBuffer piece(ByteBuffer in, int length) {
        ByteBuffer piece = in.slice(in.position(), length);
        in.position(in.position() + length);
        return piece;
    }
}
