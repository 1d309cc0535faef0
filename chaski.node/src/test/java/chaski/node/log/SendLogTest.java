package chaski.node.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class SendLogTest {

    private static final int PIECE = Segment.BYTES;

    private final SegmentPool pool = new SegmentPool(8L * PIECE, () -> {}, () -> {});
    private final List<String> freed = new ArrayList<>();
    private final SendLog log = log("a", 6L * PIECE);

    @Test
    void whatIsReadIsWhatWasAppended() {
        byte[] sent = bytes(3 * PIECE + 17);
        write(log, sent);
        LogReader reader = log.openReader(0);

        ByteBuffer read = ByteBuffer.allocate(sent.length);
        long given = 0;
        while (reader.hasMore()) {
            ByteBuffer piece = reader.take(given);
            given += piece.remaining();
            read.put(piece);
        }

        assertThat(read.array()).isEqualTo(sent);
        assertThat(reader.sent()).isEqualTo(sent.length);
    }

    @Test
    void nothingIsSetAsideBeyondTheLimit() {
        assertThat(log.reserve(6L * PIECE)).isTrue();
        assertThat(log.reserve(1)).isFalse();

        log.unreserve(1);

        assertThat(log.reserve(1)).isTrue();
    }

    @Test
    void recordsOfTheSessionItselfFitWhenTheLimitIsReached() {
        write(log, bytes(6 * PIECE));

        assertThat(log.reserve(1)).isFalse();
        assertThat(log.reserveSlack(100)).isTrue();
    }

    @Test
    void whatNoLinkHasSentCanBeWrittenOver() {
        write(log, bytes(PIECE - 2));
        write(log, new byte[] {1, 2, 3, 4});
        assertThat(log.isUntouched(PIECE - 2)).isTrue();

        log.overwrite(PIECE - 2, ByteBuffer.wrap(new byte[] {9, 8, 7, 6}));

        ByteBuffer copy = ByteBuffer.allocate(4);
        log.copy(PIECE - 2, copy);
        assertThat(copy.array()).containsExactly(9, 8, 7, 6);
    }

    @Test
    void whatALinkHasSentOrMaySendIsNotUntouched() {
        write(log, bytes(100));
        LogReader reader = log.openReader(0);
        assertThat(log.isUntouched(0)).isFalse();
        reader.take(0);
        write(log, bytes(100));
        log.remove(reader);

        assertThat(log.isUntouched(99)).isFalse();
        assertThat(log.isUntouched(100)).isTrue();
        log.close();
        assertThat(log.isUntouched(100)).isFalse();
    }

    @Test
    void memoryIsFreedOnlyWhenItIsConfirmedAndNoLinkHoldsIt() {
        write(log, bytes(2 * PIECE));
        LogReader reader = log.openReader(0);
        long first = reader.take(0).remaining();
        long second = reader.take(first).remaining();

        log.acknowledge(2L * PIECE);
        assertThat(pool.usedBytes()).isEqualTo(2L * PIECE);

        reader.released(first);
        log.remove(log.openReader(2L * PIECE));
        assertThat(pool.usedBytes()).isEqualTo(PIECE);

        reader.released(first + second);
        log.remove(reader);
        log.close();
        assertThat(pool.usedBytes()).isZero();
    }

    /** A link may report that bytes were written after the peer has acknowledged them; no other call may follow. */
    @Test
    void memoryThatALinkLetsGoAfterTheConfirmationIsGivenToThoseThatWaitForIt() {
        SegmentPool small = new SegmentPool(2L * PIECE, () -> {}, () -> {});
        SendLog first = log("first", 6L * PIECE, small);
        write(first, bytes(2 * PIECE));
        LogReader reader = first.openReader(0);
        long given = reader.take(0).remaining();
        given += reader.take(given).remaining();
        SendLog second = log("second", 6L * PIECE, small);
        write(second, bytes(PIECE));
        second.reserve(PIECE);
        assertThat(SendLog.provide(List.of(second), true)).isFalse();
        first.acknowledge(2L * PIECE);
        assertThat(freed).isEmpty();

        reader.released(given);

        assertThat(freed).containsExactly("second");
        assertThat(SendLog.provide(List.of(second), true)).isTrue();
    }

    /**
     * One message to several peers waits for the memory of all their logs; any of them may be the last that lacks some.
     */
    @Test
    void aLogThatBecomesIdleNeedsLessSoThoseThatWaitTryAgain() {
        SegmentPool small = new SegmentPool(2L * PIECE, () -> {}, () -> {});
        SendLog first = log("first", 6L * PIECE, small);
        SendLog second = log("second", 6L * PIECE, small);
        write(first, bytes(10_000));
        write(second, bytes(10_000));
        first.reserve(PIECE);
        second.reserve(PIECE);
        assertThat(SendLog.provide(List.of(first, second), true)).isFalse();

        second.acknowledge(10_000);

        assertThat(freed).containsExactly("first");
        assertThat(SendLog.provide(List.of(first, second), true)).isTrue();
    }

    @Test
    void aClosedLogKeepsItsMemoryWhileALinkHoldsIt() {
        write(log, bytes(10_000));
        LogReader reader = log.openReader(0);
        reader.take(0);

        log.close();
        assertThat(pool.usedBytes()).isEqualTo(PIECE);

        log.remove(reader);
        assertThat(pool.usedBytes()).isZero();
    }

    /**
     * A record may end exactly where a segment ends; when it is acknowledged, another log gets the segment before the
     * link reports.
     */
    @Test
    void aLinkFindsItsPlaceAfterTheMemoryBehindItWentToAnotherLog() {
        write(log, bytes(PIECE));
        LogReader reader = log.openReader(0);
        reader.take(0);
        reader.released(PIECE);
        byte[] next = bytes(50);
        write(log, next);
        log.acknowledge(PIECE);
        write(log("b", PIECE), bytes(PIECE));

        ByteBuffer read = reader.take(PIECE);

        byte[] got = new byte[50];
        read.get(got);
        assertThat(got).isEqualTo(next);
    }

    @Test
    void anIdleLogTakesAMessageOfOnePieceWhereverItStands() {
        SegmentPool small = new SegmentPool(2L * PIECE, () -> {}, () -> {});
        SendLog one = new SendLog(new ReentrantLock(), small, 2L * PIECE, () -> {});
        SendLog other = new SendLog(new ReentrantLock(), small, 2L * PIECE, () -> {});
        write(other, bytes(2 * PIECE));
        write(one, bytes(PIECE - 10));
        LogReader reader = one.openReader(0);
        reader.released(reader.take(0).remaining());
        one.acknowledge(PIECE - 10);

        byte[] next = bytes(PIECE);
        write(one, next);

        byte[] got = new byte[PIECE];
        reader.take(PIECE - 10).get(got);
        assertThat(got).isEqualTo(next);
    }

    @Test
    void aLogThatSaysLittleHasASmallPiece() {
        for (int i = 0; i < 100; i++) {
            write(log, bytes(300));
            LogReader reader = log.openReader(i * 300L);
            reader.released(reader.take(0).remaining());
            log.acknowledge((i + 1) * 300L);
            log.remove(reader);
            assertThat(pool.usedBytes()).isEqualTo(Segment.SMALL_BYTES);
        }
    }

    @Test
    void aLogGoesOnFromASmallPieceToLargeOnes() {
        write(log, bytes(4_000));
        LogReader reader = log.openReader(0);
        byte[] next = bytes(2 * PIECE);
        write(log, next);

        ByteBuffer read = ByteBuffer.allocate(4_000 + next.length);
        long given = 0;
        while (reader.hasMore()) {
            ByteBuffer piece = reader.take(given);
            given += piece.remaining();
            read.put(piece);
        }
        assertThat(Arrays.copyOfRange(read.array(), 4_000, read.capacity())).isEqualTo(next);
        reader.released(given);
        log.acknowledge(log.end());
        assertThat(pool.usedBytes()).as("the last piece").isEqualTo(PIECE);
    }

    @Test
    void aLogAtRestGivesItsMemoryBackAndGoesOnWhereItWas() {
        write(log, bytes(10_000));
        LogReader reader = log.openReader(0);
        long given = reader.take(0).remaining();
        log.acknowledge(10_000);
        assertThat(log.mayRest()).isTrue();
        log.rest();
        assertThat(pool.usedBytes()).as("the link holds it").isEqualTo(PIECE);
        reader.released(given);
        log.rest();
        assertThat(pool.usedBytes()).isZero();
        assertThat(log.mayRest()).isFalse();

        byte[] next = bytes(PIECE);
        write(log, next);
        ByteBuffer read = ByteBuffer.allocate(PIECE);
        while (reader.hasMore()) {
            read.put(reader.take(given));
        }
        assertThat(read.array()).isEqualTo(next);
    }

    @Test
    void aLogWithSomethingUnconfirmedOrSetAsideDoesNotRest() {
        write(log, bytes(10_000));
        log.rest();
        assertThat(log.mayRest()).isFalse();
        LogReader reader = log.openReader(0);
        reader.released(reader.take(0).remaining());
        log.acknowledge(10_000);
        log.reserve(10);
        log.rest();
        assertThat(pool.usedBytes()).isEqualTo(PIECE);
    }

    @Test
    void memoryForSeveralLogsIsGivenToAllOrToNone() {
        SegmentPool small = new SegmentPool(2L * PIECE, () -> {}, () -> {});
        SendLog one = new SendLog(new ReentrantLock(), small, 4L * PIECE, () -> freed.add("one"));
        SendLog other = new SendLog(new ReentrantLock(), small, 4L * PIECE, () -> freed.add("other"));
        one.reserve(2L * PIECE);
        other.reserve(2L * PIECE);

        assertThat(SendLog.provide(List.of(one, other), true)).isFalse();
        assertThat(small.usedBytes()).isZero();

        other.unreserve(2L * PIECE);
        assertThat(SendLog.provide(List.of(one), true)).isTrue();
        assertThat(small.usedBytes()).isEqualTo(2L * PIECE);

        one.close();
        assertThat(freed).containsExactly("one");
    }

    @Test
    void askingForMemoryTakesNone() {
        log.reserve(10);

        assertThat(SendLog.provide(List.of(log), false)).isTrue();
        assertThat(pool.usedBytes()).isZero();
    }

    @Test
    void anAcknowledgementIsCumulativeAndNeverBeyondTheEnd() {
        write(log, bytes(100));

        assertThat(log.acknowledge(60)).isTrue();
        assertThat(log.acknowledge(60)).isFalse();
        assertThat(log.acknowledge(10)).isFalse();
        assertThat(log.acknowledged()).isEqualTo(60);
        assertThatThrownBy(() -> log.acknowledge(101)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsNotConfirmedCanBeCopiedOut() {
        byte[] sent = bytes(2 * PIECE);
        write(log, sent);
        log.acknowledge(PIECE - 5);
        byte[] got = new byte[10];

        log.copy(PIECE - 5, ByteBuffer.wrap(got));

        assertThat(got).isEqualTo(Arrays.copyOfRange(sent, PIECE - 5, PIECE + 5));
    }

    private SendLog log(String name, long limit) {
        return log(name, limit, pool);
    }

    private SendLog log(String name, long limit, SegmentPool from) {
        return new SendLog(new ReentrantLock(), from, limit, () -> freed.add(name));
    }

    private static void write(SendLog to, byte[] bytes) {
        assertThat(to.reserve(bytes.length)).isTrue();
        assertThat(!to.lacksMemory() || SendLog.provide(List.of(to), true)).isTrue();
        to.append(ByteBuffer.wrap(bytes));
        to.publish();
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }
}
