package chaski.transport.udp;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.testkit.LogLines;
import chaski.testkit.network.DatagramProfile;
import chaski.testkit.network.DatagramReceiver;
import chaski.testkit.network.DatagramSocket;
import chaski.transport.udp.wire.AddressToken;
import chaski.transport.udp.wire.DatagramFormat;
import chaski.transport.udp.wire.InitialDatagram;
import chaski.transport.udp.wire.RetryDatagram;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An address that has not proved to be the dialler's is sent little, and no state is kept for it. */
class AddressValidationTest {

    private static final long CLIENT_ID = 42;
    private static final Duration LIFETIME = Duration.ofSeconds(10);

    private final UdpLab lab = new UdpLab(1, DatagramProfile.DEFAULT.delay(Duration.ofMillis(5), Duration.ZERO));
    private final Inbox victim = new Inbox("victim");
    private final Inbox attacker = new Inbox("attacker");
    private final InetSocketAddress target =
            new InetSocketAddress(lab.network().address("b"), lab.bound().port());

    /** A host that records what arrives. */
    private final class Inbox implements DatagramReceiver {

        private final List<ByteBuffer> datagrams = new ArrayList<>();
        private final DatagramSocket socket;

        Inbox(String host) {
            socket = lab.network().bind(host, 0, this);
        }

        @Override
        public void onDatagram(ByteBuffer datagram, InetSocketAddress from) {
            datagrams.add(
                    ByteBuffer.allocate(datagram.remaining()).put(datagram).flip());
        }

        @Override
        public void onUnreachable(InetSocketAddress to) {
            throw new AssertionError("nobody at " + to);
        }

        long bytes() {
            return datagrams.stream().mapToLong(ByteBuffer::remaining).sum();
        }

        AddressToken token() {
            ByteBuffer last = datagrams.get(datagrams.size() - 1).duplicate();
            assertThat(DatagramFormat.open(last)).isTrue();
            assertThat(last.get()).isEqualTo(DatagramFormat.RETRY);
            RetryDatagram retry = RetryDatagram.decode(last);
            assertThat(retry).isNotNull();
            return retry.token();
        }

        byte lastType() {
            return datagrams.get(datagrams.size() - 1).get(0);
        }
    }

    @Test
    void aForgedSourceGetsLessThanWasSentInItsName() {
        for (int i = 0; i < 100; i++) {
            lab.network().forge(victim.socket.local(), target, initial(CLIENT_ID + i, null));
        }
        settle();

        assertThat(victim.bytes()).isPositive().isLessThanOrEqualTo(3 * 100 * DatagramFormat.BASE_BYTES);
        assertThat(victim.bytes()).as("in fact far less").isLessThan(100 * 100);
        assertThat(lab.listening().openLinks()).isZero();
    }

    @Test
    void aGoodTokenOpensOneLink() {
        attacker.socket.send(initial(CLIENT_ID, null), target);
        settle();

        attacker.socket.send(initial(CLIENT_ID, attacker.token()), target);
        settle();

        assertThat(attacker.lastType())
                .as("accepted, and then asked whether it is there")
                .isIn(DatagramFormat.ACCEPT, DatagramFormat.PACKET);
        assertThat(lab.listening().openLinks()).isOne();
    }

    @Test
    void aTokenHoldsForOneAddressOnly() {
        attacker.socket.send(initial(CLIENT_ID, null), target);
        settle();

        lab.network().forge(victim.socket.local(), target, initial(CLIENT_ID, attacker.token()));
        settle();

        assertRefused(UdpCounter.TOKEN_FORGED);
        assertThat(victim.datagrams).isEmpty();
    }

    @Test
    void aTokenHoldsForOneRequestOnly() {
        attacker.socket.send(initial(CLIENT_ID, null), target);
        settle();

        attacker.socket.send(initial(CLIENT_ID + 1, attacker.token()), target);
        settle();

        assertRefused(UdpCounter.TOKEN_FORGED);
    }

    @Test
    void anInventedTokenIsRefused() {
        attacker.socket.send(initial(CLIENT_ID, new AddressToken(0, 1, 2)), target);
        settle();

        assertRefused(UdpCounter.TOKEN_FORGED);
        assertThat(attacker.datagrams).isEmpty();
    }

    @Test
    void anExpiredTokenIsAnsweredByANewOne() {
        attacker.socket.send(initial(CLIENT_ID, null), target);
        settle();
        AddressToken old = attacker.token();
        lab.world().run(LIFETIME);

        attacker.socket.send(initial(CLIENT_ID, old), target);
        settle();

        assertRefused(UdpCounter.TOKEN_EXPIRED);
        assertThat(attacker.token()).isNotEqualTo(old);
    }

    @Test
    void aRequestOfAnEndedLinkThatComesAgainIsRefused() {
        List<ByteBuffer> requests = new ArrayList<>();
        lab.network().filter((from, to, datagram) -> {
            if (datagram.get(0) == DatagramFormat.INITIAL) {
                requests.add(ByteBuffer.allocate(datagram.remaining())
                        .put(datagram.duplicate())
                        .flip());
            }
            return true;
        });
        UdpLab.Pair pair = lab.pair();
        InetSocketAddress from = new InetSocketAddress(
                lab.network().address("a"), pair.a().link().local().port());
        lab.world().run(Duration.ofSeconds(1));
        pair.a().link().close();
        lab.world().run(Duration.ofSeconds(2));
        assertThat(lab.listening().openLinks()).isZero();
        lab.network().filter((sender, to, datagram) -> true);

        requests.forEach(request -> lab.network().forge(from, target, request));
        settle();

        assertRefused(UdpCounter.TOKEN_USED);
    }

    @Test
    void aRequestThatComesTwiceOpensOneLink() {
        UdpLab twice = new UdpLab(
                2,
                DatagramProfile.DEFAULT
                        .delay(Duration.ofMillis(5), Duration.ZERO)
                        .duplication(1));

        UdpLab.Pair pair = twice.pair();
        pair.a().send(10_000);
        twice.await("bytes arrive", () -> pair.b().received() == 10_000);

        assertThat(twice.listening().openLinks()).isOne();
        assertThat(pair.b().intact()).isTrue();
    }

    @Test
    void anotherVersionIsRefusedAndLoggedOnceAMinuteWhateverAddressItComesFrom() {
        try (LogLines log = LogLines.of(RefusalLog.class.getName())) {
            for (int i = 0; i < 5; i++) {
                ByteBuffer out = ByteBuffer.allocate(DatagramFormat.BASE_BYTES);
                new InitialDatagram(InitialDatagram.VERSION + 1, CLIENT_ID + i, 65536, 30_000, null, 0).encode(out);
                attacker.socket.send(out.flip(), target);
            }
            settle();

            assertThat(lab.listening().count().get(UdpCounter.VERSION)).isEqualTo(5);
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains(
                            " refused a connection of ", "udp.refused.version: expected version 1, got 2; update the");
        }
    }

    private void assertRefused(UdpCounter counter) {
        assertThat(lab.listening().count().get(counter)).isOne();
        assertThat(lab.listening().counters()).containsEntry(counter.text(), 1L);
        assertThat(lab.listening().openLinks()).isZero();
    }

    private void settle() {
        lab.world().run(Duration.ofMillis(100));
    }

    private static ByteBuffer initial(long clientId, @Nullable AddressToken token) {
        ByteBuffer out = ByteBuffer.allocate(DatagramFormat.BASE_BYTES);
        new InitialDatagram(InitialDatagram.VERSION, clientId, 65536, 30_000, token, 0).encode(out);
        return out.flip();
    }
}
