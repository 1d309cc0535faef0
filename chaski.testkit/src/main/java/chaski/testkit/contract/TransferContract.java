package chaski.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.transport.Link;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Bytes, the order of calls, and the ownership of buffers. */
abstract class TransferContract extends ConnectContract {

    private static final long MANY_BYTES = 16L << 20;

    @Test
    void manyBytesArriveUnchangedWhileAtMost256KiBAreHeld() {
        Pair pair = pair();
        BytePattern pattern = new BytePattern(1);
        pair.acceptor().expect(pattern);

        BytePatternWriter writer = new BytePatternWriter(pair.dialler(), pattern, MANY_BYTES, random()).begin();

        awaitTransfer(writer, pair.acceptor(), MANY_BYTES);
    }

    @Test
    void manyBytesArriveUnchangedInTheOtherDirection() {
        Pair pair = pair();
        BytePattern pattern = new BytePattern(2);
        pair.dialler().expect(pattern);

        BytePatternWriter writer = new BytePatternWriter(pair.acceptor(), pattern, MANY_BYTES, random()).begin();

        awaitTransfer(writer, pair.dialler(), MANY_BYTES);
    }

    @Test
    void bothDirectionsCarryBytesAtOnce() {
        Pair pair = pair();
        BytePattern there = new BytePattern(3);
        BytePattern back = new BytePattern(4);
        pair.acceptor().expect(there);
        pair.dialler().expect(back);

        BytePatternWriter first = new BytePatternWriter(pair.dialler(), there, MANY_BYTES, random()).begin();
        BytePatternWriter second = new BytePatternWriter(pair.acceptor(), back, MANY_BYTES, random()).begin();

        awaitTransfer(first, pair.acceptor(), MANY_BYTES);
        awaitTransfer(second, pair.dialler(), MANY_BYTES);
    }

    @Test
    void manyLinksCarryBytesAtOnce() {
        var transport = transport();
        Latch gate = gate(transport);
        List<Pair> pairs = new ArrayList<>();
        List<BytePatternWriter> writers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Pair pair = pair(transport, gate);
            BytePattern pattern = new BytePattern(i);
            pair.acceptor().expect(pattern);
            pairs.add(pair);
            writers.add(new BytePatternWriter(pair.dialler(), pattern, 256 << 10, random()).begin());
        }

        for (int i = 0; i < pairs.size(); i++) {
            awaitTransfer(writers.get(i), pairs.get(i).acceptor(), 256 << 10);
        }
    }

    @Test
    void moreThanTheKernelTakesIsKeptAndSent() {
        Pair pair = pair();
        BytePattern pattern = new BytePattern(5);
        pair.acceptor().expect(pattern);
        byte[] large = bytes(pattern, 32 << 20);

        pair.dialler().send(large);

        awaitUntil("all arrives", () -> pair.acceptor().received() == large.length);
        awaitUntil("all is released", () -> pair.dialler().released() == large.length);
    }

    @Test
    void bytesOfOneWriteArriveInTheOrderOfTheBuffers() {
        Pair pair = pair();
        BytePattern pattern = new BytePattern(6);
        pair.acceptor().expect(pattern);
        byte[] all = bytes(pattern, 3000);
        ByteBuffer[] buffers = new ByteBuffer[1002];
        for (int i = 0; i < 1000; i++) {
            buffers[i] = ByteBuffer.wrap(all, 3 * i, 3);
        }

        pair.dialler().atWritable(() -> pair.dialler().write(buffers, 1000));

        awaitUntil("all arrives", () -> pair.acceptor().received() == all.length);
    }

    @Test
    void writingNothingIsHarmless() {
        Pair pair = pair();

        pair.dialler().atWritable(() -> {
            pair.dialler().write(new ByteBuffer[0], 0);
            pair.dialler().write(new ByteBuffer[] {ByteBuffer.allocate(0)}, 1);
        });

        roundTrip(pair);
    }

    @Test
    void readCompleteFollowsWhatArrived() {
        Pair pair = pair();
        new BytePatternWriter(pair.dialler(), new BytePattern(7), 1 << 20, random()).begin();

        awaitUntil("all arrives", () -> pair.acceptor().received() == 1 << 20);

        awaitUntil("onReadComplete is called", () -> pair.acceptor().last() == LinkCallback.READ_COMPLETE);
    }

    @Test
    void requestsMadeBeforeTheLinkIsWritableAreOne() {
        Pair pair = pair();
        Link link = pair.acceptor().link();
        pair.acceptor().on(LinkCallback.BYTES, () -> {
            for (int i = 0; i < 1000; i++) {
                link.requestWrite();
            }
        });

        pair.dialler().send(new byte[1]);
        awaitUntil("a byte arrives", () -> pair.acceptor().received() == 1);
        awaitUntil("the link is writable", () -> pair.acceptor().count(LinkCallback.WRITABLE) > 0);
        pair.acceptor().on(LinkCallback.BYTES, () -> {});
        roundTrip(pair);

        // The second is the one that roundTrip requested.
        assertThat(pair.acceptor().count(LinkCallback.WRITABLE)).isEqualTo(2);
    }

    @Test
    void linkIsWritableOnlyWhenAsked() {
        Pair pair = pair();

        roundTrip(pair);
        roundTrip(pair);

        assertThat(pair.dialler().count(LinkCallback.WRITABLE)).isEqualTo(2);
    }

    @Test
    void linkIsWritableEvenWhileItHoldsBuffers() {
        Pair pair = pair();
        LinkProbe dialler = pair.dialler();
        byte[] large = new byte[1 << 20];
        dialler.on(LinkCallback.WRITABLE, () -> {
            dialler.write(new ByteBuffer[] {ByteBuffer.wrap(large)}, 1);
            if (dialler.count(LinkCallback.WRITABLE) < 16) {
                dialler.link().requestWrite();
            }
        });

        dialler.link().requestWrite();

        awaitUntil("16 MiB are given", () -> dialler.given() == 16 << 20);
        awaitUntil("16 MiB are released", () -> dialler.released() == 16 << 20);
    }

    @Test
    void noRequestOfAnotherThreadIsForgotten() {
        Pair pair = pair();
        LinkProbe dialler = pair.dialler();
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();
        dialler.on(LinkCallback.WRITABLE, () -> seen.set(asked.get()));

        onAnotherThread(() -> {
            for (int i = 1; i <= 2000; i++) {
                int request = i;
                asked.set(request);
                dialler.link().requestWrite();
                awaitUntil("the request is answered", () -> seen.get() == request);
            }
        });
    }

    @Test
    void linkCanBeWrittenInEveryCallOfItsHandler() {
        Pair pair = pair();
        LinkProbe dialler = pair.dialler();
        byte[] one = {1};
        for (LinkCallback call :
                new LinkCallback[] {LinkCallback.BYTES, LinkCallback.READ_COMPLETE, LinkCallback.RELEASED}) {
            dialler.on(call, () -> {
                dialler.on(call, () -> {});
                dialler.write(new ByteBuffer[] {ByteBuffer.wrap(one)}, 1);
            });
        }

        roundTrip(pair);

        awaitUntil("three more bytes arrive", () -> pair.acceptor().received() == 4);
    }

    private void awaitTransfer(BytePatternWriter writer, LinkProbe reader, long bytes) {
        awaitUntil(
                "all bytes arrive",
                () -> reader.received() == bytes || !reader.breaches().isEmpty());
        assertThat(reader.breaches()).isEmpty();
        awaitUntil("all bytes are released", writer::finished);
        assertThat(reader.received()).isEqualTo(bytes);
    }

    private static byte[] bytes(BytePattern pattern, int length) {
        byte[] all = new byte[length];
        pattern.fill(0, all, 0, length);
        return all;
    }
}
