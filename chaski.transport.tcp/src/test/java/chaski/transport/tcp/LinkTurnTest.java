package chaski.transport.tcp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import chaski.api.transport.Link;
import io.netty.buffer.Unpooled;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What a link has to do for its handler at the start, in a turn and at the end. No test waits for something that a
 * mistake would omit.
 */
class LinkTurnTest {

    private static final int LARGE_BYTES = 1 << 20;

    @Test
    void requestMadeWhileTheHandlerWritesIsHonoured() throws Exception {
        try (TcpListenerFixture wire = new TcpListenerFixture(TcpSocketKind.BEST.transport());
                Socket peer = wire.plain()) {
            Link link = wire.accept();
            link.start(new RecordingLinkHandler(link) {
                @Override
                public void onWritable() {
                    if (given() < 3) {
                        write(ByteBuffer.wrap(new byte[] {(byte) given()}));
                        link().requestWrite();
                    }
                }
            });
            link.requestWrite();
            assertThat(peer.getInputStream().read()).isZero();

            // Queued behind the turn that wrote the first byte.
            link.closeAfterWrites();

            assertThat(peer.getInputStream().readAllBytes()).containsExactly(1, 2);
        }
    }

    /**
     * The native sockets read before the start when the peer ends its direction; a test cannot determine when they
     * detect that.
     */
    @Test
    void bytesThatWereReadBeforeTheStartAreDeliveredFirst() throws Exception {
        try (TcpListenerFixture wire = new TcpListenerFixture(TcpSocketKind.BEST.transport());
                Socket peer = wire.plain()) {
            TcpLink link = (TcpLink) wire.accept();
            CompletableFuture.runAsync(() -> readBeforeStart(link, "earl", "y "), link::onLoop)
                    .get(30, TimeUnit.SECONDS);

            RecordingLinkHandler recorder = RecordingLinkHandler.started(link);
            peer.getOutputStream().write("late".getBytes(US_ASCII));
            peer.shutdownOutput();

            assertThat(recorder.awaitEnd()).isEmpty();
            assertThat(recorder.text()).isEqualTo("early late");
        }
    }

    private static void readBeforeStart(TcpLink link, String... pieces) {
        for (String piece : pieces) {
            link.connection().received(Unpooled.copiedBuffer(piece, US_ASCII));
        }
    }

    @Test
    void writeOfTheLastCallIsDroppedAndReported() throws Exception {
        try (TcpListenerFixture wire = new TcpListenerFixture(TcpSocketKind.BEST.transport());
                Socket peer = wire.plain()) {
            Link link = wire.accept();
            RecordingLinkHandler recorder = new RecordingLinkHandler(link) {
                @Override
                public void onClosed(@Nullable Throwable cause) {
                    write(ByteBuffer.allocateDirect(LARGE_BYTES));
                    super.onClosed(cause);
                }
            };
            link.start(recorder);

            link.close().toCompletableFuture().get(30, TimeUnit.SECONDS);

            assertThat(recorder.given()).isEqualTo(LARGE_BYTES);
            assertThat(recorder.released()).isEqualTo(LARGE_BYTES);
            assertThat(peer.getInputStream().read()).isEqualTo(-1);
        }
    }
}
