package chaski.transport.udp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import chaski.transport.udp.wire.UdpFrames;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which messages that can be forged a connection accepts. */
class UdpConnectionTest {

    private static final String ENDED = "reset: nothing listens there any more";

    private final List<String> closed = new ArrayList<>();
    private final UdpConnection connection = new UdpConnection(
            new ConnectionIds(1, 2, 3, 4),
            Parameters.negotiated(Parameters.FIRST_GRANT_BYTES, Parameters.IDLE_TIMEOUT_MS, 0, true, 0),
            new Ends(),
            new NothingToSend(),
            0);
    private long nowNs;

    @Test
    void threeSystemRefusalsInARowAreBelieved() {
        connection.start();
        connection.refused();
        connection.refused();
        assertThat(closed).isEmpty();
        assertThat(connection.over()).isFalse();

        connection.refused();

        assertThat(closed).containsExactly(ENDED);
        assertThat(connection.over()).isTrue();
    }

    @Test
    void systemRefusalsWithAPacketInBetweenAreNotBelieved() {
        connection.start();
        for (int number = 0; number < 20; number++) {
            connection.refused();
            connection.refused();
            assertThat(arrives(number)).isTrue();
        }
        assertThat(closed).isEmpty();
        assertThat(connection.over()).isFalse();

        connection.refused();
        connection.refused();
        connection.refused();

        assertThat(closed).containsExactly(ENDED);
    }

    /** A packet can be recorded and sent again after the other side has gone. */
    @Test
    void aRepeatedPacketIsNoSignOfLife() {
        connection.start();
        assertThat(arrives(0)).isTrue();
        connection.refused();
        connection.refused();

        assertThat(arrives(0)).isFalse();
        connection.refused();

        assertThat(closed).containsExactly(ENDED);
    }

    @Test
    void refusalsBeforeTheStartAreReportedWithIt() {
        connection.refused();
        connection.refused();
        connection.refused();
        assertThat(closed).isEmpty();

        connection.start();

        assertThat(closed).containsExactly(ENDED);
    }

    private boolean arrives(long number) {
        nowNs += 1_000_000_000;
        ByteBuffer frames = ByteBuffer.allocate(UdpFrames.PING_BYTES);
        UdpFrames.ping(frames);
        return connection.receive(number, frames.flip(), nowNs);
    }

    private final class Ends implements ConnectionEvents {

        @Override
        public void onBytes(ByteBuffer bytes) {}

        @Override
        public void onEnd() {}

        @Override
        public void onDatagram(ByteBuffer bytes) {}

        @Override
        public void onClosed(@Nullable String problem, boolean reset) {
            closed.add((reset ? "reset: " : "closed: ") + problem);
        }
    }

    private static final class NothingToSend implements StreamSource {

        @Override
        public long available() {
            return 0;
        }

        @Override
        public void take(byte[] target, int index, int count) {
            throw new AssertionError("nothing is available");
        }
    }
}
