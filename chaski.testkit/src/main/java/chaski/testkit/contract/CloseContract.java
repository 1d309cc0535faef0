package chaski.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import chaski.api.Endpoint;
import chaski.api.transport.Link;
import chaski.api.transport.LinkResetException;
import chaski.api.transport.Transport;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** How links end: by either side, by an error, and with bytes still in flight. */
abstract class CloseContract extends TransferContract {

    @Test
    void bothSidesAreNotifiedOnceAndWithoutErrorWhenOneCloses() {
        Pair pair = pair();
        roundTrip(pair);

        pair.dialler().close();

        awaitClosed(pair.dialler(), pair.acceptor());
        awaitCompleted(pair.dialler());
        assertThat(pair.dialler().cause()).isNull();
        assertThat(pair.acceptor().cause()).isNull();
        assertThat(pair.dialler().count(LinkCallback.CLOSED)).isEqualTo(1);
    }

    @Test
    void acceptingSideMayCloseToo() {
        Pair pair = pair();
        roundTrip(pair);

        pair.acceptor().close();

        awaitClosed(pair.dialler(), pair.acceptor());
        assertThat(pair.dialler().cause()).isNull();
    }

    @Test
    void closingTwiceIsClosingOnce() {
        LinkProbe dialler = pair().dialler();

        CompletionStage<Void> first = dialler.close();

        assertThat(dialler.close() == first).as("the same stage again").isTrue();
        awaitCompleted(dialler);
        assertThat(dialler.close() == first).as("the same stage in the end").isTrue();
        assertThat(dialler.count(LinkCallback.CLOSED)).isEqualTo(1);
    }

    @Test
    void linkThatTheOtherSideClosedCanBeClosed() {
        Pair pair = pair();
        pair.dialler().close();
        awaitClosed(pair.acceptor());

        pair.acceptor().close();

        awaitCompleted(pair.acceptor());
    }

    @Test
    void bothSidesMayCloseAtOnce() {
        Pair pair = pair();

        pair.dialler().close();
        pair.acceptor().close();

        awaitClosed(pair.dialler(), pair.acceptor());
        awaitCompleted(pair.dialler());
        awaitCompleted(pair.acceptor());
    }

    @Test
    void linkMayBeClosedInAnyCallOfItsHandler() {
        for (LinkCallback call : LinkCallback.values()) {
            Pair pair = pair();
            pair.dialler().on(call, pair.dialler()::close);
            pair.dialler().send(new byte[1]);
            pair.acceptor().send(new byte[1]);
            if (call == LinkCallback.CLOSED) {
                pair.acceptor().close();
            }

            awaitClosed(pair.dialler(), pair.acceptor());
            awaitCompleted(pair.dialler());
        }
    }

    @Test
    void closeIsCompleteOnlyWhenNothingIsHeld() {
        Pair pair = pair();
        LinkProbe dialler = pair.dialler();
        dialler.atWritable(() -> {
            for (int i = 0; i < 8; i++) {
                dialler.write(new ByteBuffer[] {ByteBuffer.allocate(1 << 20)}, 1);
            }
            dialler.close();
        });

        awaitCompleted(dialler);

        assertThat(dialler.released()).isEqualTo(8 << 20);
        awaitClosed(pair.acceptor());
    }

    @Test
    void buffersAreReleasedWhenTheOtherSideCloses() {
        Pair pair = pair();
        LinkProbe dialler = pair.dialler();
        pair.acceptor().on(LinkCallback.BYTES, pair.acceptor()::close);

        dialler.send(new byte[32 << 20]);

        awaitClosed(dialler, pair.acceptor());
        dialler.close();
        awaitCompleted(dialler);
        assertThat(dialler.released()).isEqualTo(32 << 20);
        assertEndedByTheOtherSide(dialler);
    }

    @Test
    void linkWhoseOtherHandlerFailsIsEndedByTheOtherSide() {
        Pair pair = pair();
        pair.acceptor().on(LinkCallback.BYTES, () -> sneakyThrow(new IllegalStateException("thrown by the test")));

        pair.dialler().send(new byte[32 << 20]);

        awaitClosed(pair.dialler(), pair.acceptor());
        assertEndedByTheOtherSide(pair.dialler());
    }

    /** A node uses this to decide if the process at the other side may have ended. */
    private static void assertEndedByTheOtherSide(LinkProbe probe) {
        Throwable cause = probe.cause();
        if (cause != null) {
            assertThat(cause).as("the end of a link that the other side ended").isInstanceOf(LinkResetException.class);
        }
    }

    @Test
    void closeAfterWritesDeliversWhatWasGiven() {
        Pair pair = pair();
        BytePattern pattern = new BytePattern(8);
        pair.acceptor().expect(pattern);
        byte[] all = new byte[1 << 20];
        pattern.fill(0, all, 0, all.length);
        pair.dialler().atWritable(() -> {
            pair.dialler().write(new ByteBuffer[] {ByteBuffer.wrap(all)}, 1);
            pair.dialler().closeAfterWrites();
        });

        awaitClosed(pair.dialler(), pair.acceptor());

        awaitCompleted(pair.dialler());
        assertThat(pair.acceptor().received()).isEqualTo(all.length);
        assertThat(pair.acceptor().cause()).isNull();
        assertThat(pair.dialler().cause()).isNull();
    }

    @Test
    void closeAfterWritesDeliversEvenWhileTheOtherSideSends() {
        Pair pair = pair();
        BytePattern pattern = new BytePattern(9);
        pair.acceptor().expect(pattern);
        byte[] last = new byte[100_000];
        pattern.fill(0, last, 0, last.length);
        new BytePatternWriter(pair.acceptor(), new BytePattern(10), 1L << 40, random()).begin();
        awaitUntil("the other side sends", () -> pair.dialler().received() > 1 << 20);

        pair.dialler().atWritable(() -> {
            pair.dialler().write(new ByteBuffer[] {ByteBuffer.wrap(last)}, 1);
            pair.dialler().closeAfterWrites();
        });

        awaitClosed(pair.dialler(), pair.acceptor());
        assertThat(pair.acceptor().received()).isEqualTo(last.length);
    }

    @Test
    void closeAfterWritesWithNothingToSendCloses() {
        Pair pair = pair();

        pair.acceptor().closeAfterWrites();

        awaitClosed(pair.dialler(), pair.acceptor());
        awaitCompleted(pair.acceptor());
    }

    @Test
    void closeOverridesCloseAfterWrites() {
        Pair pair = pair();
        LinkProbe dialler = pair.dialler();
        dialler.atWritable(() -> {
            dialler.write(new ByteBuffer[] {ByteBuffer.allocate(32 << 20)}, 1);
            dialler.closeAfterWrites();
            dialler.close();
        });

        awaitCompleted(dialler);

        assertThat(dialler.released()).isEqualTo(32 << 20);
        awaitClosed(dialler, pair.acceptor());
    }

    @Test
    void exceptionInOnBytesClosesTheLinkWithThatCause() {
        exceptionClosesTheLink(LinkCallback.BYTES, new IllegalStateException("thrown by the test"));
    }

    @Test
    void exceptionInOnReadCompleteClosesTheLinkWithThatCause() {
        exceptionClosesTheLink(LinkCallback.READ_COMPLETE, new IllegalStateException("thrown by the test"));
    }

    @Test
    void exceptionInOnWritableClosesTheLinkWithThatCause() {
        exceptionClosesTheLink(LinkCallback.WRITABLE, new IllegalStateException("thrown by the test"));
    }

    @Test
    void exceptionInOnReleasedClosesTheLinkWithThatCause() {
        exceptionClosesTheLink(LinkCallback.RELEASED, new IllegalStateException("thrown by the test"));
    }

    @Test
    void errorInAHandlerClosesTheLinkWithThatCause() {
        exceptionClosesTheLink(LinkCallback.BYTES, new StackOverflowError("thrown by the test"));
    }

    private void exceptionClosesTheLink(LinkCallback call, Throwable thrown) {
        Transport transport = transport();
        Latch gate = gate(transport);
        Pair healthy = pair(transport, gate);
        Pair pair = pair(transport, gate);
        pair.dialler().on(call, () -> sneakyThrow(thrown));

        pair.dialler().send(new byte[1]);
        pair.acceptor().send(new byte[1]);

        awaitClosed(pair.dialler(), pair.acceptor());
        assertThat(pair.dialler().cause()).isSameAs(thrown);
        pair.dialler().close();
        awaitCompleted(pair.dialler());
        roundTrip(healthy);
    }

    @Test
    void exceptionInOnClosedHarmsNothing() {
        Transport transport = transport();
        Latch gate = gate(transport);
        Pair healthy = pair(transport, gate);
        Pair pair = pair(transport, gate);
        pair.dialler().on(LinkCallback.CLOSED, () -> sneakyThrow(new IllegalStateException("thrown by the test")));

        pair.dialler().close();

        awaitCompleted(pair.dialler());
        awaitClosed(pair.dialler(), pair.acceptor());
        roundTrip(healthy);
    }

    @Test
    void writeOnAClosedLinkIsReleasedUnsent() {
        Pair pair = pair();
        LinkProbe dialler = pair.dialler();
        roundTrip(pair);
        long before = dialler.given();
        dialler.on(LinkCallback.CLOSED, () -> dialler.write(new ByteBuffer[] {ByteBuffer.allocate(1000)}, 1));

        pair.acceptor().close();

        awaitUntil("the bytes are released", () -> dialler.released() == before + 1000);
        dialler.close();
        awaitCompleted(dialler);
    }

    @Test
    void requestOnAClosedLinkHasNoEffect() {
        Pair pair = pair();
        pair.dialler().close();
        awaitClosed(pair.dialler(), pair.acceptor());

        pair.dialler().link().requestWrite();
        pair.acceptor().link().requestWrite();

        roundTrip(pair());
        assertThat(pair.dialler().count(LinkCallback.WRITABLE)).isZero();
        assertThat(pair.acceptor().count(LinkCallback.WRITABLE)).isZero();
    }

    @Test
    void linkThatEndedBeforeStartReportsItAfterItsLastBytes() {
        Transport transport = transport();
        Latch gate = gate(transport);
        LinkProbe dialler = probe(connect(transport, gate.bound()));
        dialler.start(null);
        Accepted accepted = gate.next();
        dialler.atWritable(() -> {
            dialler.write(new ByteBuffer[] {ByteBuffer.allocate(1000)}, 1);
            dialler.closeAfterWrites();
        });
        awaitCompleted(dialler);

        LinkProbe acceptor = probe(accepted.link());
        acceptor.start(accepted.thread());

        awaitClosed(acceptor);
        assertThat(acceptor.received()).isEqualTo(1000);
    }

    @Test
    void linkThatNeverStartedCanBeClosed() {
        Transport transport = transport();
        Latch gate = gate(transport);
        LinkProbe dialler = probe(connect(transport, gate.bound()));
        dialler.start(null);
        LinkProbe never = probe(gate.next().link());

        never.close();

        awaitCompleted(never);
        awaitClosed(dialler);
    }

    @Test
    void closingTheTransportEndsItsLinksAndListeners() {
        Transport dialling = transport();
        Transport listening = transport();
        Latch gate = gate(listening);
        Pair pair = pair(dialling, gate);

        listening.close();

        awaitClosed(pair.dialler(), pair.acceptor());
        pair.acceptor().close();
        awaitCompleted(pair.acceptor());
        failure(dialling, gate.bound(), Duration.ofSeconds(10));
        roundTrip(pair(dialling, new Latch(transport(), gate.bound())));
    }

    @Test
    void transportMayBeClosedTwice() {
        Transport transport = transport();
        gate(transport);

        transport.close();
        transport.close();
    }

    @Test
    void closedTransportConnectsNoMore() {
        Transport transport = transport();
        Endpoint endpoint = gate(transport()).bound();
        transport.close();

        assertNamesEndpoint(failure(transport, endpoint, Duration.ofSeconds(10)), endpoint);
    }

    @Test
    void closedTransportListensNoMore() {
        Transport transport = transport();
        transport.close();

        assertNamesEndpoint(catchThrowable(() -> transport.listen(listenEndpoint(), Link::close)), listenEndpoint());
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneakyThrow(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
