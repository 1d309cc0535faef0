package chaski.node.wire;

import chaski.api.ProtocolException;
import chaski.fuzz.DecoderOracle;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Decodes the bodies of control frames, and encodes and decodes the results again. */
final class ControlFrames {

    private static final int MOST_BYTES = 1 << 16;

    private ControlFrames() {}

    /** {@return whether the body is one of that type} */
    static boolean check(int type, ByteBuffer body) {
        return switch (type) {
            case FrameType.HELLO -> frame(body, HelloFrame::decode, HelloFrame::encode);
            case FrameType.REFUSED -> frame(body, RefusalFrame::decode, RefusalFrame::encode);
            case FrameType.ATTACH -> frame(body, AttachFrame::decode, AttachFrame::encode);
            case FrameType.ATTACHED -> frame(body, AttachedFrame::decode, AttachedFrame::encode);
            case FrameType.CONFIRM -> frame(body, ConfirmFrame::decode, ConfirmFrame::encode);
            case FrameType.ASSIST -> frame(body, DatagramAttachFrame::decode, DatagramAttachFrame::encode);
            case FrameType.ASSISTED -> frame(body, DatagramAttachedFrame::decode, DatagramAttachedFrame::encode);
            case FrameType.ACK ->
                frame(
                        body,
                        b -> List.of(AckFrame.position(b), AckFrame.unsubscribed(b)),
                        (ack, out) -> AckFrame.encode(out, ack.get(0), ack.get(1)));
            case FrameType.CREDIT -> frame(body, ControlFrames::credit, ControlFrames::credit);
            case FrameType.BLOCKED -> frame(body, ControlFrames::blocked, ControlFrames::blocked);
            case FrameType.DECLARE -> frame(body, DeclareFrame::decode, DeclareFrame::encode);
            case FrameType.DECLARED ->
                frame(body, DeclaredFrame::version, (version, out) -> DeclaredFrame.encode(out, version));
            case FrameType.PING ->
                frame(
                        body,
                        b -> List.of(PingFrame.id(b), (long) PingFrame.payloadBytes(b)),
                        (ping, out) -> PingFrame.encodePing(
                                out, ping.get(0), ping.get(1).intValue()));
            case FrameType.PONG ->
                frame(
                        body,
                        b -> List.of(PingFrame.id(b), (long) PingFrame.payloadBytes(b)),
                        (pong, out) -> PingFrame.encodePong(
                                out, pong.get(0), pong.get(1).intValue()));
            case FrameType.GOODBYE -> frame(body, GoodbyeFrame::decode, GoodbyeFrame::encode);
            case FrameType.ERROR -> frame(body, ErrorFrame::decode, ErrorFrame::encode);
            case FrameType.DATAGRAM -> datagram(body);
            case FrameType.ALTERNATIVES -> frame(body, AlternativesFrame::decode, AlternativesFrame::encode);
            default -> throw new AssertionError("a control frame of the type " + type);
        };
    }

    /** The encoded frame has a header, which a reader removes. */
    private static <T> boolean frame(
            ByteBuffer body, Function<ByteBuffer, T> decode, BiConsumer<T, ByteBuffer> encode) {
        return DecoderOracle.roundTrip(
                body.duplicate(),
                decode,
                (value, out) -> {
                    ByteBuffer frame = ByteBuffer.allocate(MOST_BYTES);
                    encode.accept(value, frame);
                    out.put(frame.flip().position(FrameHeader.BYTES));
                },
                MOST_BYTES);
    }

    private record Flow(long declaration, long bytes, int generation) {}

    private static List<Flow> credit(ByteBuffer body) {
        List<Flow> flows = new ArrayList<>();
        CreditFrame.decode(body, (id, granted, generation) -> flows.add(new Flow(id, granted, generation)));
        return flows;
    }

    private static void credit(List<Flow> flows, ByteBuffer out) {
        int start = CreditFrame.begin(out);
        flows.forEach(flow -> CreditFrame.add(out, flow.declaration(), flow.bytes(), flow.generation()));
        CreditFrame.end(out, start);
    }

    private static List<Flow> blocked(ByteBuffer body) {
        List<Flow> flows = new ArrayList<>();
        BlockedFrame.decode(body, (id, needed) -> flows.add(new Flow(id, needed, 0)));
        return flows;
    }

    private static void blocked(List<Flow> flows, ByteBuffer out) {
        int start = BlockedFrame.begin(out);
        flows.forEach(flow -> BlockedFrame.add(out, flow.declaration(), flow.bytes()));
        BlockedFrame.end(out, start);
    }

    private static boolean datagram(ByteBuffer body) {
        long number;
        try {
            number = DatagramFrame.number(body);
        } catch (ProtocolException expected) {
            return false;
        }
        int record = DatagramFrame.record(body);
        ByteBuffer message = body.duplicate();
        DatagramFrame.toMessage(message);
        ByteBuffer again = DatagramFrame.body(
                RecordHeader.channel(body, record),
                RecordHeader.route(body, record),
                RecordHeader.sequence(body, record),
                ByteBuffer.allocate(0),
                message);
        DatagramFrame.number(again, number);
        DecoderOracle.same(body, again);
        return true;
    }
}
