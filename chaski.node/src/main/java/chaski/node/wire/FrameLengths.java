package chaski.node.wire;

/**
 * The lengths of frame bodies, by type. The codecs define the numbers; they are collected here, so that no codec
 * depends on all others.
 */
final class FrameLengths {

    private FrameLengths() {}

    /**
     * Returns the fewest bytes that a body may have; never 0, so a frame of length 0 is always an error.
     *
     * @param type a known number
     * @return bytes
     */
    static int minBodyBytes(int type) {
        return switch (type) {
            case FrameType.HELLO -> HelloFrame.MIN_BODY_BYTES;
            case FrameType.REFUSED -> RefusalFrame.MIN_BODY_BYTES;
            case FrameType.ATTACH -> AttachFrame.MIN_BODY_BYTES;
            case FrameType.ATTACHED -> AttachedFrame.BODY_BYTES;
            case FrameType.CONFIRM -> ConfirmFrame.BODY_BYTES;
            case FrameType.ASSIST -> DatagramAttachFrame.BODY_BYTES;
            case FrameType.ASSISTED -> DatagramAttachedFrame.BODY_BYTES;
            case FrameType.DATA -> DataFrame.POSITION_BYTES + 1;
            case FrameType.ACK -> AckFrame.BODY_BYTES;
            case FrameType.CREDIT -> CreditFrame.MIN_BODY_BYTES;
            case FrameType.BLOCKED -> BlockedFrame.MIN_BODY_BYTES;
            case FrameType.DECLARE -> DeclareFrame.MIN_BODY_BYTES;
            case FrameType.DECLARED -> DeclaredFrame.BODY_BYTES;
            case FrameType.PING, FrameType.PONG -> PingFrame.MIN_BODY_BYTES;
            case FrameType.GOODBYE -> GoodbyeFrame.MIN_BODY_BYTES;
            case FrameType.ERROR -> ErrorFrame.MIN_BODY_BYTES;
            case FrameType.DATAGRAM -> DatagramFrame.MIN_BODY_BYTES;
            case FrameType.ALTERNATIVES -> AlternativesFrame.MIN_BODY_BYTES;
            case FrameType.RENEW -> RenewFrame.BODY_BYTES;
            case FrameType.REFUSALS -> RefusalsFrame.BODY_BYTES;
            default -> throw ViolationText.of("frame type", "a known one", type);
        };
    }

    /**
     * Returns the most bytes that a body may have.
     *
     * @param type a known number
     * @return bytes
     */
    static int maxBodyBytes(int type) {
        return switch (type) {
            case FrameType.HELLO -> HelloFrame.MAX_BODY_BYTES;
            case FrameType.REFUSED -> RefusalFrame.MIN_BODY_BYTES + FreeText.MAX_BYTES;
            case FrameType.ATTACH -> AttachFrame.MAX_BODY_BYTES;
            case FrameType.ATTACHED -> AttachedFrame.BODY_BYTES;
            case FrameType.CONFIRM -> ConfirmFrame.BODY_BYTES;
            case FrameType.ASSIST -> DatagramAttachFrame.BODY_BYTES;
            case FrameType.ASSISTED -> DatagramAttachedFrame.BODY_BYTES;
            case FrameType.DATA -> DataFrame.POSITION_BYTES + DataFrame.MAX_PAYLOAD;
            case FrameType.ACK -> AckFrame.BODY_BYTES;
            case FrameType.CREDIT -> CreditFrame.MAX_BODY_BYTES;
            case FrameType.BLOCKED -> BlockedFrame.MAX_BODY_BYTES;
            case FrameType.DECLARE -> DeclareFrame.MAX_BODY_BYTES;
            case FrameType.DECLARED -> DeclaredFrame.BODY_BYTES;
            case FrameType.PING, FrameType.PONG -> PingFrame.MIN_BODY_BYTES + PingFrame.MAX_PAYLOAD;
            case FrameType.GOODBYE -> GoodbyeFrame.MIN_BODY_BYTES + FreeText.MAX_BYTES;
            case FrameType.ERROR -> ErrorFrame.MIN_BODY_BYTES + FreeText.MAX_BYTES;
            case FrameType.DATAGRAM -> DatagramFrame.MAX_BODY_BYTES;
            case FrameType.ALTERNATIVES -> AlternativesFrame.MAX_BODY_BYTES;
            case FrameType.RENEW -> RenewFrame.BODY_BYTES;
            case FrameType.REFUSALS -> RefusalsFrame.BODY_BYTES;
            default -> throw ViolationText.of("frame type", "a known one", type);
        };
    }
}
