package chaski.transport.udp;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.TransportException;
import chaski.api.transport.LinkResetException;
import chaski.testkit.network.DatagramProfile;
import chaski.transport.udp.wire.UdpFrames;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How links end when the network or the other side fails, and the traffic of idle ones. */
class LinkEndsTest {

    private static final DatagramProfile LINE = DatagramProfile.DEFAULT.delay(Duration.ofMillis(5), Duration.ZERO);

    private final UdpLab lab = new UdpLab(1, LINE);

    @Test
    void silenceEndsALinkAfterThirtySeconds() {
        UdpLab.Pair pair = lab.pair();
        lab.world().run(Duration.ofSeconds(1));
        lab.lose((fromDialler, isData) -> true);

        lab.world().run(Duration.ofSeconds(25));
        assertThat(pair.a().closed() || pair.b().closed()).isFalse();
        lab.world().run(Duration.ofSeconds(20));

        assertThat(pair.a().cause())
                .isInstanceOf(TransportException.class)
                .isNotInstanceOf(LinkResetException.class)
                .hasMessageContaining("nothing was received for 30 s");
        assertThat(pair.b().cause()).isInstanceOf(TransportException.class).isNotInstanceOf(LinkResetException.class);
    }

    @Test
    void aQuietLinkStaysOpen() {
        UdpLab.Pair pair = lab.pair();

        lab.world().run(Duration.ofHours(1));

        assertThat(pair.a().closed() || pair.b().closed()).isFalse();
        assertThat(lab.network().tally().sent()).as("a keep-alive now and then").isLessThan(3600);
    }

    @Test
    void aLostCloseIsSaidAgain() {
        UdpLab.Pair pair = lab.pair();
        lab.world().run(Duration.ofSeconds(1));
        AtomicInteger left = new AtomicInteger(2);
        lab.lose((fromDialler, isData) -> left.getAndDecrement() > 0);

        pair.a().link().close();
        lab.world().run(Duration.ofSeconds(1));

        assertThat(pair.b().closed()).isTrue();
        assertThat(pair.b().cause()).isNull();
    }

    @Test
    void aProcessThatIsGoneIsNoticedByWhoDialledIt() {
        UdpLab.Pair pair = lab.pair();
        lab.world().run(Duration.ofSeconds(1));

        lab.world().process("b").kill();
        pair.a().send(10);
        lab.world().run(Duration.ofSeconds(5));

        assertThat(pair.a().cause())
                .isInstanceOf(LinkResetException.class)
                .hasMessageContaining("nothing listens there any more");
    }

    @Test
    void aListenerThatForgotItsLinksSaysSo() {
        UdpLab.Pair pair = lab.pair();
        lab.world().run(Duration.ofSeconds(1));
        // Everything from the listener is lost for as long as it remembers that it has closed.
        lab.lose((fromDialler, isData) -> !fromDialler);
        pair.b().link().close();
        lab.world().run(Duration.ofSeconds(5));
        assertThat(pair.a().closed()).isFalse();
        lab.lose((fromDialler, isData) -> false);

        pair.a().send(1000);
        lab.world().run(Duration.ofSeconds(3));

        assertThat(pair.a().cause())
                .isInstanceOf(LinkResetException.class)
                .hasMessageContaining("does not know the link any more");
    }

    @Test
    void aPortIsFreeWhenTheLastLinkOfAClosedListenerIsOver() {
        UdpLab.Pair pair = lab.pair();
        lab.listener().close();
        lab.world().run(Duration.ofSeconds(1));
        assertThat(lab.listening().openPorts()).isOne();

        lab.close(pair);

        assertThat(lab.listening().openPorts()).isZero();
        assertThat(lab.dialling().openPorts()).isZero();
    }

    @Test
    void aClosedListenerRefuses() {
        lab.pair();
        lab.listener().close();

        var dial = lab.dialling()
                .connect(lab.bound(), chaski.api.transport.ConnectOptions.DEFAULT)
                .toCompletableFuture();
        lab.world().run(Duration.ofSeconds(1));

        assertThat(dial).isCompletedExceptionally();
        assertThat(lab.listening().count().get(UdpCounter.NOT_LISTENING)).isPositive();
    }

    @Test
    void datagramsTravelBesideTheStreamAndAreNotRepeated() {
        UdpLab.Pair pair = lab.pair();
        lab.world().run(Duration.ofSeconds(1));
        AtomicInteger sent = new AtomicInteger();
        lab.lose((fromDialler, isData) -> fromDialler && sent.getAndIncrement() % 10 == 9);
        UdpLink link = (UdpLink) pair.a().link();
        for (int i = 0; i < 100; i++) {
            int number = i;
            lab.onLoop(
                    link,
                    () -> link.sendDatagram(
                            ByteBuffer.allocate(1000).putInt(number).flip()));
            lab.world().run(Duration.ofMillis(20));
        }
        lab.world().run(Duration.ofSeconds(10));

        assertThat(pair.b().datagrams())
                .isSubsetOf(IntStream.range(0, 100).boxed().toList());
        assertThat(pair.b().datagrams()).doesNotHaveDuplicates().hasSizeBetween(70, 99);
    }

    @Test
    void tooManyDatagramsAreDroppedAndCounted() {
        UdpLab.Pair pair = lab.pair();
        UdpLink link = (UdpLink) pair.a().link();

        lab.onLoop(link, () -> IntStream.range(0, 1000)
                .forEach(i ->
                        link.sendDatagram(ByteBuffer.allocate(1000).putInt(i).rewind())));
        lab.world().run(Duration.ofSeconds(1));

        long dropped = lab.dialling().count().get(UdpCounter.DATAGRAMS_DROPPED);
        assertThat(dropped).isPositive();
        assertThat(pair.b().datagrams()).hasSize((int) (1000 - dropped));
    }

    @Test
    void aDatagramThatIsTooLargeIsAnError() {
        UdpLab.Pair pair = lab.pair();
        UdpLink link = (UdpLink) pair.a().link();
        assertThat(link.largestDatagramBytes()).isEqualTo(UdpFrames.MAX_DATAGRAM_BYTES);

        lab.onLoop(link, () -> org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> link.sendDatagram(ByteBuffer.allocate(UdpFrames.MAX_DATAGRAM_BYTES + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1177"));
    }
}
