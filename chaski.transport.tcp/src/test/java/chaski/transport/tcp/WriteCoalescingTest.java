package chaski.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.transport.Link;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WriteCoalescingTest {

    private final WriteCoalescing gathering = new WriteCoalescing(WriteCoalescing.WAIT_NS);

    @Test
    void isNotDueInAShortBurst() {
        for (int i = 0; i < 3; i++) {
            gathering.wrote(100);
        }

        assertThat(gathering.isDue()).isFalse();
    }

    @Test
    void isDueInAStreamOfSmallWritesAndAsLongAsItGoesOn() {
        for (int i = 0; i < 4; i++) {
            gathering.wrote(100);
        }

        assertThat(gathering.isDue()).isTrue();
        gathering.wrote(WriteCoalescing.ENOUGH_BYTES - 1);
        assertThat(gathering.isDue()).isTrue();
    }

    @Test
    void beginsAnewWhenThereWasNothingToWrite() {
        for (int i = 0; i < 4; i++) {
            gathering.wrote(100);
        }

        gathering.wrote(0);
        gathering.wrote(100);

        assertThat(gathering.isDue()).isFalse();
    }

    @Test
    void isNotDueAfterAWriteThatWasWorthIt() {
        for (int i = 0; i < 4; i++) {
            gathering.wrote(100);
        }

        gathering.wrote(WriteCoalescing.ENOUGH_BYTES);

        assertThat(gathering.isDue()).isFalse();
    }

    @Test
    void isNeverDueWhereThreadsCannotWaitForSoShortATime() {
        WriteCoalescing none = new WriteCoalescing(0);
        for (int i = 0; i < 100; i++) {
            none.wrote(100);
        }

        assertThat(none.isDue()).isFalse();
    }

    @Test
    void linkThatGathersReadsAndEndsAtOnce() throws Exception {
        try (TcpListenerFixture wire = new TcpListenerFixture(new TcpTransport(Patient::new, 60_000))) {
            Socket peer = wire.plain();
            Talker talker = new Talker(wire.accept());
            talker.link().start(talker);
            talker.link().requestWrite();
            await().until(() -> talker.given() == 4);

            peer.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
            talker.awaitText("hello");
            assertThat(talker.given()).isEqualTo(4);

            talker.link().closeAfterWrites();
            assertThat(peer.getInputStream().readAllBytes()).hasSize(4);
            peer.close();
            talker.awaitEnd();
        }
    }

    /** Writes one byte in each call, and always has one more. */
    private static final class Talker extends RecordingLinkHandler {

        Talker(Link link) {
            super(link);
        }

        @Override
        public void onWritable() {
            write(ByteBuffer.allocateDirect(1));
            link().requestWrite();
        }
    }

    /** Makes links delay writes for longer than any test takes. */
    private static final class Patient implements TcpSockets {

        private final TcpSockets best = TcpSockets.best();

        @Override
        public long coalescingNs() {
            return Duration.ofHours(1).toNanos();
        }

        @Override
        public IoHandlerFactory ioHandlers() {
            return best.ioHandlers();
        }

        @Override
        public SocketChannel connecting(SocketProtocolFamily family) {
            return best.connecting(family);
        }

        @Override
        public ServerSocketChannel listening(SocketProtocolFamily family) {
            return best.listening(family);
        }
    }
}
