package chaski.node.wire;

import chaski.api.Endpoint;
import chaski.api.NodeId;
import chaski.api.TopicPattern;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Every kind of control frame with the content of the example in the protocol document. */
final class Samples {

    static final SessionId SESSION = new SessionId(0x0011_2233_4455_6677L, 0x8899_AABB_CCDD_EEFFL);
    static final SessionId EARLIER = new SessionId(0xFFEE_DDCC_BBAA_9988L, 0x7766_5544_3322_1100L);
    static final NodeId NODE = new NodeId(UUID.fromString("6f1d0c52-8a3e-4b7f-9c21-5d40e6a7b801"));

    private static final int STREAMER = 2;

    private Samples() {}

    static Stream<Sample> control() {
        return Stream.of(
                hello("hello", false, "lab-α"),
                hello("hello-observer", true, "o"),
                of(
                        "refused-stale",
                        FrameType.REFUSED,
                        new Refusal(RefusalCode.STALE, 1_763_769_600_001L, "a later run is known"),
                        RefusalFrame::encode,
                        RefusalFrame::decode),
                of(
                        "refused-unknown-session",
                        FrameType.REFUSED,
                        new Refusal(RefusalCode.UNKNOWN_SESSION, -1, ""),
                        RefusalFrame::encode,
                        RefusalFrame::decode),
                of(
                        "refused-id-in-use",
                        FrameType.REFUSED,
                        new Refusal(RefusalCode.ID_IN_USE, 0, "in use by b at tcp://10.0.0.2:7601"),
                        RefusalFrame::encode,
                        RefusalFrame::decode),
                of(
                        "refused-denied",
                        FrameType.REFUSED,
                        new Refusal(RefusalCode.DENIED, 30_000, "dropped"),
                        RefusalFrame::encode,
                        RefusalFrame::decode),
                of(
                        "attach-create",
                        FrameType.ATTACH,
                        new Attach(SESSION, 1, 0, true, 3, new EndedSession(EARLIER, 65_536)),
                        AttachFrame::encode,
                        AttachFrame::decode),
                of(
                        "attach-resume",
                        FrameType.ATTACH,
                        new Attach(SESSION, 7, 1_048_577, false, 3, null),
                        AttachFrame::encode,
                        AttachFrame::decode),
                of(
                        "attached",
                        FrameType.ATTACHED,
                        new Attached(7, 4096, 12),
                        AttachedFrame::encode,
                        AttachedFrame::decode),
                of("confirm", FrameType.CONFIRM, new Confirm(7), ConfirmFrame::encode, ConfirmFrame::decode),
                of(
                        "assist",
                        FrameType.ASSIST,
                        new DatagramAttach(SESSION, 2),
                        DatagramAttachFrame::encode,
                        DatagramAttachFrame::decode),
                of(
                        "assisted",
                        FrameType.ASSISTED,
                        new DatagramAttached(2),
                        DatagramAttachedFrame::encode,
                        DatagramAttachedFrame::decode),
                new Sample(
                        "ack",
                        FrameType.ACK,
                        List.of(1_048_577L, 2L),
                        out -> AckFrame.encode(out, 1_048_577, 2),
                        body -> List.of(AckFrame.position(body), AckFrame.unsubscribed(body))),
                credit(),
                blocked(),
                of("declare", FrameType.DECLARE, changes(), DeclareFrame::encode, DeclareFrame::decode),
                new Sample(
                        "declared",
                        FrameType.DECLARED,
                        12L,
                        out -> DeclaredFrame.encode(out, 12),
                        DeclaredFrame::version),
                new Sample(
                        "ping",
                        FrameType.PING,
                        List.of(42L, 3),
                        out -> PingFrame.encodePing(out, 42, 3),
                        Samples::ping),
                new Sample(
                        "pong",
                        FrameType.PONG,
                        List.of(42L, 3),
                        out -> PingFrame.encodePong(out, 42, 3),
                        Samples::ping),
                of(
                        "goodbye",
                        FrameType.GOODBYE,
                        new Goodbye(Goodbye.CLOSING, 1_048_577, "closing"),
                        GoodbyeFrame::encode,
                        GoodbyeFrame::decode),
                of(
                        "error",
                        FrameType.ERROR,
                        new LinkError(RefusalCode.PROTOCOL, "frame type: expected a known one, got 99"),
                        ErrorFrame::encode,
                        ErrorFrame::decode),
                of(
                        "alternatives",
                        FrameType.ALTERNATIVES,
                        new Alternatives(List.of(
                                Endpoint.parse("tcp://10.0.0.1:7601"), Endpoint.parse("udp://[2001:db8::1]:7602"))),
                        AlternativesFrame::encode,
                        AlternativesFrame::decode),
                new Sample(
                        "refusals",
                        FrameType.REFUSALS,
                        2L,
                        out -> RefusalsFrame.encode(out, 2),
                        RefusalsFrame::messages),
                new Sample("renew", FrameType.RENEW, "renew", RenewFrame::encode, body -> {
                    RenewFrame.decode(body);
                    return "renew";
                }),
                new Sample(
                        "datagram",
                        FrameType.DATAGRAM,
                        List.of(3L, 7L, 1L, "hello"),
                        out -> DatagramFrame.encode(datagram(), out),
                        Samples::datagram));
    }

    private static ByteBuffer datagram() {
        ByteBuffer body = DatagramFrame.body(
                STREAMER, 7, 1, ByteBuffer.allocate(0), ByteBuffer.wrap("hello".getBytes(StandardCharsets.US_ASCII)));
        DatagramFrame.number(body, 3);
        return body;
    }

    private static List<Object> datagram(ByteBuffer body) {
        long number = DatagramFrame.number(body);
        int record = DatagramFrame.record(body);
        long route = RecordHeader.route(body, record);
        long sequence = RecordHeader.sequence(body, record);
        DatagramFrame.toMessage(body);
        return List.of(
                number, route, sequence, StandardCharsets.US_ASCII.decode(body).toString());
    }

    /** A DATA frame and every kind of record; the name and the bytes. */
    static Map<String, ByteBuffer> data() {
        Map<String, ByteBuffer> all = new LinkedHashMap<>();
        all.put("record-open", record(STREAMER, RecordHeader.OPEN, 0, "pre"));
        all.put("record-whole", record(STREAMER, RecordHeader.FIRST | RecordHeader.LAST, 1, "hello"));
        all.put("record-first", record(STREAMER, RecordHeader.FIRST, 2, "\0\0\0\nabcdef"));
        all.put("record-last", record(STREAMER, RecordHeader.LAST, 2, "ghij"));
        all.put("record-close", record(STREAMER, RecordHeader.CLOSE, 0, ""));
        ByteBuffer applied = ByteBuffer.allocate(SessionRecord.APPLIED_BYTES);
        SessionRecord.encodeApplied(applied, 12);
        all.put("record-applied", applied.flip());
        ByteBuffer yielded = ByteBuffer.allocate(SessionRecord.YIELD_BYTES);
        SessionRecord.encodeYield(yielded, 5, 2, 4096);
        all.put("record-yield", yielded.flip());
        ByteBuffer withdrawn = record(STREAMER, RecordHeader.FIRST | RecordHeader.LAST, 1, "hello");
        SessionRecord.encodeWithdrawn(withdrawn, 5);
        all.put("record-withdrawn", withdrawn.rewind());
        ByteBuffer cut = ByteBuffer.allocate(SessionRecord.CUT_BYTES);
        SessionRecord.encodeCut(cut, 5, SessionRecord.SLOW);
        all.put("record-cut", cut.flip());
        all.put("record-access", SessionRecord.access(SessionRecord.OF_ROUTE, 7, false, "grants.json:12"));
        ByteBuffer data = ByteBuffer.allocate(DataFrame.HEADER_BYTES + applied.remaining());
        DataFrame.encodeHeader(data, 4096, applied.remaining());
        all.put("data", data.put(applied.duplicate()).flip());
        return all;
    }

    private static ByteBuffer record(int channel, int flags, long sequence, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer out = ByteBuffer.allocate(RecordHeader.BYTES + bytes.length);
        RecordHeader.encode(out, bytes.length, channel, flags, 7, sequence);
        return out.put(bytes).flip();
    }

    /** Frames whose length is part of their content: a shorter one is another valid one. */
    static boolean endsAnywhere(Sample sample) {
        return sample.type() == FrameType.PING || sample.type() == FrameType.PONG;
    }

    private interface Encoder<T> {
        void encode(T content, ByteBuffer out);
    }

    private interface Decoder {
        Object decode(ByteBuffer body);
    }

    private static <T> Sample of(String name, int type, T content, Encoder<T> encoder, Decoder decoder) {
        return new Sample(name, type, content, out -> encoder.encode(content, out), decoder::decode);
    }

    private static Sample hello(String vector, boolean observer, String name) {
        Hello hello = new Hello(
                WireVersions.OWN, NODE, 1_763_769_600_000L, name, observer, 4L << 20, 8L << 20, 120_000, 0, "");
        return of(vector, FrameType.HELLO, hello, HelloFrame::encode, HelloFrame::decode);
    }

    private static List<DeclarationChange> changes() {
        return List.of(
                new DeclarationChange.Added(5, 11, 2, TopicPattern.of("lab.*.left"), true, 65_536),
                new DeclarationChange.Removed(4, 12),
                new DeclarationChange.Added(6, 13, 128, TopicPattern.of("lab.>"), false, 0));
    }

    private static Sample credit() {
        return new Sample(
                "credit",
                FrameType.CREDIT,
                List.of(5L, 131_072L, 0, 6L, 8_388_608L, 2),
                out -> {
                    int start = CreditFrame.begin(out);
                    CreditFrame.add(out, 5, 131_072, 0);
                    CreditFrame.add(out, 6, 8_388_608, 2);
                    CreditFrame.end(out, start);
                },
                body -> {
                    List<Object> entries = new ArrayList<>();
                    CreditFrame.decode(
                            body, (id, granted, generation) -> entries.addAll(List.of(id, granted, generation)));
                    return entries;
                });
    }

    private static Sample blocked() {
        return new Sample(
                "blocked",
                FrameType.BLOCKED,
                List.of(5L, 131_200L),
                out -> {
                    int start = BlockedFrame.begin(out);
                    BlockedFrame.add(out, 5, 131_200);
                    BlockedFrame.end(out, start);
                },
                body -> {
                    List<Object> entries = new ArrayList<>();
                    BlockedFrame.decode(body, (id, needed) -> entries.addAll(List.of(id, needed)));
                    return entries;
                });
    }

    private static Object ping(ByteBuffer body) {
        return List.of(PingFrame.id(body), PingFrame.payloadBytes(body));
    }
}
