package chaski.node.link;

import chaski.api.ProtocolException;
import chaski.node.wire.FrameType;

/**
 * The order in which the other side of a link must send the frames of the handshake. REFUSED and ERROR, which end a link at any
 * time, are not part of it. Confined to the link's I/O thread.
 */
final class HandshakeSequence {

    static final int HANDSHAKE_FRAME_BYTES = 4 * 1024;
    static final int CONTROL_FRAME_BYTES = 64 * 1024;

    private final LinkOrigin origin;

    /** The type of the next frame; DATA or DATAGRAM when the handshake is over. */
    private int expected = FrameType.HELLO;

    /** True once the peer has named other nodes, which it may do once. */
    private boolean alternativesRead;

    HandshakeSequence(LinkOrigin origin) {
        this.origin = origin;
    }

    /**
     * Accepts the next frame of the handshake.
     *
     * @param type its type
     * @param answered true if this side has answered an ATTACH, so that CONFIRM may follow
     * @throws ProtocolException if another frame is expected
     */
    void accept(int type, boolean answered) {
        if (type == FrameType.ALTERNATIVES
                && origin.dialled()
                && expected == origin.afterHello()
                && !alternativesRead) {
            alternativesRead = true;
            return;
        }
        if (type == FrameType.ASSIST && expected == FrameType.ATTACH) {
            expected = FrameType.DATAGRAM;
            return;
        }
        if (type != expected) {
            throw new ProtocolException("expected " + FrameType.name(expected) + " at this point of the handshake, got "
                    + FrameType.name(type));
        }
        if (type == FrameType.CONFIRM && !answered) {
            throw new ProtocolException("expected to wait for ATTACHED, got CONFIRM");
        }
        expected = after(type);
    }

    private int after(int type) {
        return switch (type) {
            case FrameType.HELLO -> origin.afterHello();
            case FrameType.ATTACH -> FrameType.CONFIRM;
            case FrameType.ATTACHED, FrameType.CONFIRM -> FrameType.DATA;
            case FrameType.ASSISTED -> FrameType.DATAGRAM;
            default -> throw new IllegalStateException("no handshake frame: " + type);
        };
    }

    /**
     * True if input is for the part that the link has in a session. The expected type DATAGRAM denotes an auxiliary link, which
     * carries nothing large.
     */
    boolean isOver() {
        return expected == FrameType.DATA || expected == FrameType.DATAGRAM;
    }

    /** {@return the length of the largest control frame that may arrive now} */
    int maxControlBytes() {
        return expected == FrameType.DATA ? CONTROL_FRAME_BYTES : HANDSHAKE_FRAME_BYTES;
    }

    /** {@return the name of the type of the next frame, for people} */
    String expectedName() {
        return FrameType.name(expected);
    }
}
