package chaski.transport.quic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import chaski.api.Endpoint;
import chaski.api.TransportException;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Link;
import chaski.api.transport.LinkResetException;
import chaski.api.transport.LinkSecurity;
import chaski.api.transport.ListenOptions;
import chaski.api.transport.Listener;
import io.netty.handler.codec.quic.QuicCongestionControlAlgorithm;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a link when its path changes, or carries nothing any more. */
class QuicPathTest {

    private static final Endpoint ANY_PORT = Endpoint.parse("quic://127.0.0.1:0");
    private static final long IDLE_MS = 1_500;

    @TempDir
    Path directory;

    private final BlockingQueue<QuicRecorder> accepted = new LinkedBlockingQueue<>();
    private QuicTransport transport;
    private LinkSecurity security;
    private UdpForwarder forwarder;

    private Link dial(QuicCongestionControlAlgorithm congestion, long idleMs) throws Exception {
        security = new QuicLab(directory).security("both");
        transport = new QuicTransport(QuicSockets::best, new QuicCodecs(congestion, idleMs), 1_000);
        Listener listener = transport.listen(
                ANY_PORT,
                ListenOptions.DEFAULT.security(() -> security),
                link -> accepted.add(QuicRecorder.started(link)));
        forwarder = new UdpForwarder(listener.bound().port());
        return transport
                .connect(
                        listener.bound().withPort(forwarder.port()),
                        ConnectOptions.DEFAULT.timeout(Duration.ofSeconds(30)).security(security))
                .toCompletableFuture()
                .join();
    }

    @AfterEach
    void close() {
        transport.close();
        forwarder.close();
    }

    private QuicRecorder accepted() throws InterruptedException {
        QuicRecorder handler = accepted.poll(30, TimeUnit.SECONDS);
        assertThat(handler).as("an accepted link").isNotNull();
        return handler;
    }

    @Test
    void aNatThatForgetsTheDiallerInTheMiddleOfAStreamLosesNothing() throws Exception {
        rebindingIsExact(QuicCongestionControlAlgorithm.CUBIC);
    }

    @Test
    void withBbrNothingIsLostEither() throws Exception {
        rebindingIsExact(QuicCongestionControlAlgorithm.BBR);
    }

    private void rebindingIsExact(QuicCongestionControlAlgorithm congestion) throws Exception {
        QuicRecorder dialler = QuicRecorder.started(dial(congestion, 30_000));
        QuicRecorder acceptor = accepted();
        byte[] there = new byte[4 << 20];
        byte[] back = new byte[4 << 20];
        new Random(1).nextBytes(there);
        new Random(2).nextBytes(back);

        dialler.send(there);
        acceptor.send(back);
        for (int quarter = 1; quarter < 4; quarter++) {
            int arrived = quarter * (there.length / 4);
            await().atMost(Duration.ofSeconds(60)).until(() -> acceptor.receivedBytes() >= arrived);
            forwarder.rebind();
        }

        await().atMost(Duration.ofSeconds(60))
                .until(() -> acceptor.receivedBytes() == there.length && dialler.receivedBytes() == back.length);
        assertThat(Arrays.equals(acceptor.bytes(), there)).as("to the acceptor").isTrue();
        assertThat(Arrays.equals(dialler.bytes(), back)).as("to the dialler").isTrue();
        assertThat(transport.counters()).containsKey("quic.moved");
    }

    @Test
    void aLinkWhosePacketsWereLostWithTheOldAddressEndsWithinSeconds() throws Exception {
        QuicRecorder dialler = QuicRecorder.started(dial(QuicCongestionControlAlgorithm.CUBIC, 300_000));
        QuicRecorder acceptor = accepted();
        acceptor.send(new byte[16 << 20]);
        await().atMost(Duration.ofSeconds(60)).until(() -> dialler.receivedBytes() > 1 << 20);

        forwarder.forget();
        // enough that the library, which repeats the oldest two, does not repeat them all
        await().atMost(Duration.ofSeconds(60)).until(() -> forwarder.missed.get() >= 8);
        forwarder.rebindAbruptly();
        dialler.send("from another address");

        assertThat(dialler.awaitEnd()).get().isInstanceOf(LinkResetException.class);
        assertThat(acceptor.awaitEnd()).get().isInstanceOf(LinkResetException.class);
        assertThat(transport.counters()).containsEntry("quic.moved.stalled", 1L);
    }

    @Test
    void aLinkThatLostNothingWithTheOldAddressContinues() throws Exception {
        QuicRecorder dialler = QuicRecorder.started(dial(QuicCongestionControlAlgorithm.CUBIC, IDLE_MS));
        QuicRecorder acceptor = accepted();

        for (int move = 1; move <= 3; move++) {
            String there = "a".repeat(move);
            forwarder.rebindAbruptly();
            dialler.send("a");
            acceptor.awaitText(there);
            acceptor.send("b");
            dialler.awaitText("b".repeat(move));
        }

        // longer than the time after which a stalled link ends
        long from = forwarder.forwarded.get();
        await().atMost(Duration.ofSeconds(60)).until(() -> forwarder.forwarded.get() >= from + 40);
        assertThat(dialler.end).isNotDone();
        assertThat(acceptor.end).isNotDone();
        assertThat(transport.counters()).containsEntry("quic.moved", 3L).doesNotContainKey("quic.moved.stalled");
    }

    @Test
    void aPathThatCarriesNothingAnyMoreEndsTheLinkOnBothSides() throws Exception {
        QuicRecorder dialler = QuicRecorder.started(dial(QuicCongestionControlAlgorithm.CUBIC, IDLE_MS));
        QuicRecorder acceptor = accepted();

        forwarder.silence();

        for (QuicRecorder side : new QuicRecorder[] {dialler, acceptor}) {
            assertThat(side.awaitEnd()).get().satisfies(cause -> assertThat(cause)
                    .isInstanceOf(TransportException.class)
                    .isNotInstanceOf(LinkResetException.class)
                    .hasMessageContaining("nothing was received for " + IDLE_MS + " ms"));
        }
        await().until(() -> transport.openLinks() == 0);
    }

    @Test
    void anIdleLinkLasts() throws Exception {
        QuicRecorder dialler = QuicRecorder.started(dial(QuicCongestionControlAlgorithm.CUBIC, IDLE_MS));
        QuicRecorder acceptor = accepted();

        // each side shows its presence three times in each timeout
        long from = forwarder.forwarded.get();
        await().atMost(Duration.ofSeconds(60)).until(() -> forwarder.forwarded.get() >= from + 12);
        dialler.send("still there");

        acceptor.awaitText("still there");
        assertThat(dialler.end).isNotDone();
    }

    @Test
    void aPeerWhoseProcessHasEndedIsNoticedAtOnce() throws Exception {
        QuicRecorder dialler = QuicRecorder.started(dial(QuicCongestionControlAlgorithm.CUBIC, 300_000));
        accepted();

        forwarder.close();
        dialler.send("is anybody there?");

        assertThat(dialler.awaitEnd()).get().isInstanceOf(LinkResetException.class);
    }

    @Test
    void datagramsTravelBothWays() throws Exception {
        Link link = dial(QuicCongestionControlAlgorithm.CUBIC, 30_000);
        QuicRecorder dialler = QuicRecorder.started(link);
        QuicRecorder acceptor = accepted();
        assertThat(link.largestDatagramBytes()).isGreaterThan(1_200);
        byte[] largest = new byte[link.largestDatagramBytes()];
        new Random(3).nextBytes(largest);

        // each may be lost on a busy machine
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            sends(dialler, largest);
            sends(acceptor, "back".getBytes(StandardCharsets.US_ASCII));
            return !acceptor.datagrams.isEmpty() && !dialler.datagrams.isEmpty();
        });
        assertThat(dialler.end).isNotDone();
        assertThat(acceptor.end).isNotDone();
        assertThat(acceptor.datagrams.peek()).isEqualTo(largest);
        assertThat(dialler.datagrams.peek()).asString().isEqualTo("back");
    }

    private static void sends(QuicRecorder side, byte[] bytes) {
        side.whenWritable(() -> {
            assertThat(side.link().sendDatagram(ByteBuffer.wrap(bytes))).isTrue();
            ByteBuffer tooLarge = ByteBuffer.allocate(side.link().largestDatagramBytes() + 1);
            assertThat(catchThrowable(() -> side.link().sendDatagram(tooLarge)))
                    .isInstanceOf(IllegalArgumentException.class);
        });
    }

    @Test
    void datagramsBeyondTheQueueAreDroppedNotKept() throws Exception {
        Link link = dial(QuicCongestionControlAlgorithm.CUBIC, 30_000);
        QuicRecorder dialler = QuicRecorder.started(link);
        QuicRecorder acceptor = accepted();
        ByteBuffer datagram = ByteBuffer.allocate(1_000);

        dialler.whenWritable(() -> {
            for (int i = 0; i < 20_000; i++) {
                link.sendDatagram(datagram);
            }
        });
        dialler.send("the stream goes on");

        acceptor.awaitText("the stream goes on");
        assertThat(acceptor.datagrams.size()).isLessThan(20_000);
    }
}
