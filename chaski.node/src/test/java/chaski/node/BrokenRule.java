package chaski.node;

import chaski.testkit.hostile.HostileErrorCode;
import chaski.testkit.hostile.HostileFrame;
import chaski.testkit.hostile.HostileFrames;
import chaski.testkit.hostile.HostilePeer;
import chaski.testkit.hostile.HostileRecord;
import chaski.testkit.hostile.HostileRecords;
import chaski.testkit.hostile.WireBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.BiConsumer;

/** One violation that no honest peer commits, in a session that was valid until then. */
@SuppressWarnings("ImmutableEnumChecker") // the scripts have no state
enum BrokenRule {
    HELLO_AGAIN(true, (peer, random) -> peer.send(HostileFrames.hello(peer.identity()))),
    ATTACH_AGAIN(
            true,
            (peer, random) ->
                    peer.send(HostileFrames.attachNew(new UUID(random.nextLong(), 1), 1 + random.nextInt(9)))),
    ATTACHED_BY_THE_DIALLER(true, (peer, random) -> peer.send(HostileFrames.attached(1, 0, 0))),
    CONFIRM_AGAIN(
            true,
            (peer, random) -> peer.send(HostileFrames.confirm(peer.session().epoch()))),
    ASSIST_ON_THE_LINK_OF_A_SESSION(
            true,
            (peer, random) -> peer.send(HostileFrames.assist(peer.session().id(), 1))),
    REFUSED_WITHIN_A_SESSION(true, (peer, random) -> peer.send(HostileFrames.refused(HostileErrorCode.LIMIT, 1, "no"))),
    ALTERNATIVES_WITHIN_A_SESSION(true, (peer, random) -> peer.send(HostileFrames.alternatives(List.of("mem://x:1")))),
    UNKNOWN_FRAME(
            true, (peer, random) -> peer.send(HostileFrame.of(20 + random.nextInt(230), new byte[random.nextInt(20)]))),
    EMPTY_FRAME(true, (peer, random) -> peer.send(HostileFrame.of(1 + random.nextInt(19)))),
    LYING_LENGTH(
            true,
            (peer, random) -> peer.send(
                    HostileFrame.lying(1 + random.nextInt(7), 70_000 + random.nextInt(16_000_000), bytes(random)))),
    TEXT_THAT_IS_NONE(
            true,
            (peer, random) -> peer.send(HostileFrame.of(
                    16,
                    new WireBytes()
                            .u8(1)
                            .u64(0)
                            .u16(2)
                            .bytes((byte) 0xc0, (byte) 0x80)
                            .toArray()))),
    ANOTHER_PROTOCOL(
            true, (peer, random) -> peer.sendRaw("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII))),
    DATA_BEYOND_THE_LOG(
            true,
            (peer, random) -> peer.send(
                    HostileFrames.data(peer.session().appended() + 1 + random.nextInt(1 << 20), bytes(random)))),
    DATA_AT_A_NEGATIVE_POSITION(
            true, (peer, random) -> peer.send(HostileFrames.data(-1 - random.nextInt(99), bytes(random)))),
    DATA_AT_THE_END_OF_ALL(true, (peer, random) -> peer.send(HostileFrames.data(Long.MAX_VALUE, bytes(random)))),
    ACK_OF_WHAT_WAS_NEVER_SENT(
            true, (peer, random) -> peer.send(HostileFrames.ack((1L << 40) + random.nextInt(99), 0))),
    NEGATIVE_ACK(true, (peer, random) -> peer.send(HostileFrames.ack(-1, 0))),
    OLDER_ACK(false, (peer, random) -> peer.send(HostileFrames.ack(0, 0))),
    PING_FLOOD(true, (peer, random) -> {
        for (int i = 0; i < 200; i++) {
            peer.send(HostileFrames.ping(i, random.nextInt(9)));
        }
    }),
    PONG_TO_NO_PING(false, (peer, random) -> peer.send(HostileFrames.pong(random.nextLong() >>> 1, random.nextInt(9)))),
    BLOCKED_ON_NOTHING(
            false, (peer, random) -> peer.send(HostileFrames.blocked(1_000_000 + random.nextInt(99), 1L << 40))),
    CREDIT_FOR_NOTHING(
            false, (peer, random) -> peer.send(HostileFrames.credit(1_000_000 + random.nextInt(99), 1L << 40, 0))),
    DECLARATION_THAT_IS_NO_PATTERN(
            true, (peer, random) -> peer.send(HostileFrames.declareAdded(900, 900, 201, "a..b", true, 9))),
    DECLARATION_WITHOUT_A_TOPIC(
            true, (peer, random) -> peer.send(HostileFrames.declareAdded(900, 900, 201, "", true, 9))),
    DATAGRAM_ZERO(
            true,
            (peer, random) -> peer.send(HostileFrames.datagram(0, HostileRecords.message(202, 1, 1, bytes(random))))),
    DATAGRAM_OF_THE_SESSION(true, (peer, random) -> peer.send(HostileFrames.datagram(1, HostileRecords.applied(1)))),
    DATAGRAM_OF_NO_ROUTE(
            false,
            (peer, random) -> peer.send(HostileFrames.datagram(7, HostileRecords.message(202, 99, 1, bytes(random))))),
    ROUTE_OPENED_TWICE(
            true,
            (peer, random) -> peer.append(
                    HostileRecords.open(202, 500, bytes(random)), HostileRecords.open(202, 500, bytes(random)))),
    FLAGS_THAT_DO_NOT_EXIST(
            true, (peer, random) -> peer.append(HostileRecord.of(202, odd(random), 1, 1, bytes(random)))),
    RECORD_OF_THE_SESSION_THAT_DOES_NOT_EXIST(
            true, (peer, random) -> peer.append(HostileRecord.of(0, 5 + random.nextInt(250), 0, 0, bytes(random)))),
    APPLIED_TOO_SHORT(true, (peer, random) -> peer.append(HostileRecord.of(0, 1, 0, 0, new byte[7]))),
    RECORD_TOO_LONG(
            true,
            (peer, random) -> peer.append(
                    HostileRecords.message(202, 1, 1, bytes(random)).lying(65_537 + random.nextInt(1 << 30)))),
    NEGATIVE_RECORD(
            true,
            (peer, random) ->
                    peer.append(HostileRecords.message(202, 1, 1, bytes(random)).lying(0xffff_fff0L))),
    PART_OF_NO_MESSAGE(true, (peer, random) -> peer.append(HostileRecords.next(202, 501, 1, bytes(random)))),
    LAST_PART_OF_NO_MESSAGE(true, (peer, random) -> peer.append(HostileRecords.last(202, 501, 1, bytes(random)))),
    LARGE_MESSAGE_WITHIN_ANOTHER(
            true,
            (peer, random) -> peer.append(
                    HostileRecords.first(202, 502, 1, 1000, bytes(random)),
                    HostileRecords.first(202, 502, 2, 1000, bytes(random)))),
    MORE_BYTES_THAN_ANNOUNCED(
            true,
            (peer, random) -> peer.append(
                    HostileRecords.first(202, 503, 1, 50, new byte[20]),
                    HostileRecords.next(202, 503, 1, new byte[20]),
                    HostileRecords.last(202, 503, 1, new byte[20]))),
    FEWER_BYTES_THAN_ANNOUNCED(
            true,
            (peer, random) -> peer.append(
                    HostileRecords.first(202, 504, 1, 50, new byte[20]),
                    HostileRecords.last(202, 504, 1, new byte[20]))),
    ANOTHER_NUMBER_FOR_A_PART(
            true,
            (peer, random) -> peer.append(
                    HostileRecords.first(202, 505, 1, 50, new byte[20]),
                    HostileRecords.last(202, 505, 2, new byte[30]))),
    A_MESSAGE_TOO_LARGE(
            true, (peer, random) -> peer.append(HostileRecords.first(202, 506, 1, 0x7fff_ffffL, bytes(random)))),
    MEMBERSHIP_OF_NO_KIND(
            true,
            (peer, random) -> peer.append(HostileRecords.message(1, 0, 0, bytes(random, 14 + random.nextInt(200))))),
    MEMBERSHIP_WITH_A_TAIL(
            true, (peer, random) -> peer.append(HostileRecords.message(1, 0, 0, bytes(random, 6, 0, 9, 9)))),
    MEMBERSHIP_WITH_FALSE_COUNTS(
            true, (peer, random) -> peer.append(HostileRecords.message(1, 0, 0, bytes(random, 5, 255, 255)))),
    CHANNEL_THAT_IS_NOT_THERE(
            false,
            (peer, random) -> peer.append(HostileRecords.message(203 + random.nextInt(50), 9, 1, bytes(random)))),
    CUT_OF_NOTHING(false, (peer, random) -> peer.append(HostileRecords.cut(1_000_000, 1))),
    YIELD_OF_NOTHING(false, (peer, random) -> peer.append(HostileRecords.yielded(1_000_000, 1, 1L << 40))),
    WITHDRAWN_BYTES(false, (peer, random) -> peer.append(HostileRecord.of(0, 3, 0, 0, bytes(random)))),
    GOODBYE_FOR_NO_REASON(
            true,
            (peer, random) -> peer.send(HostileFrames.goodbye(random.nextInt(256), random.nextLong() >>> 1, "?"))),
    LINK_CUT_WITHIN_A_RECORD(true, (peer, random) -> {
        byte[] record = HostileRecords.message(202, 1, 1, new byte[100]).bytes();
        peer.appendRaw(Arrays.copyOf(record, 1 + random.nextInt(record.length - 1)));
        peer.awaitSent();
        peer.hangUp();
    });

    private final boolean ends;
    private final BiConsumer<HostilePeer, Random> breaks;

    BrokenRule(boolean ends, BiConsumer<HostilePeer, Random> breaks) {
        this.ends = ends;
        this.breaks = breaks;
    }

    /** {@return whether the link ends because of it; if not, it is ignored, and the session continues} */
    boolean ends() {
        return ends;
    }

    void breakIt(HostilePeer peer, Random random) {
        breaks.accept(peer, random);
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[8 + random.nextInt(40)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] bytes(Random random, int... first) {
        byte[] bytes = new byte[first.length + (first.length == 1 ? random.nextInt(20) : 0)];
        random.nextBytes(bytes);
        for (int i = 0; i < first.length; i++) {
            bytes[i] = (byte) first[i];
        }
        return bytes;
    }

    /** Flags of a message, in invalid combinations. */
    private static int odd(Random random) {
        int flags = 5 + random.nextInt(250);
        return flags == 8 ? 9 : flags;
    }
}
