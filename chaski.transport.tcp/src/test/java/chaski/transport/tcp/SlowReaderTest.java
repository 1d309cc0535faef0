package chaski.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.transport.Link;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Peers that read slowly, not at all, or without end, and their effect on others on the same I/O thread. */
@ParameterizedClass
@EnumSource(TcpSocketKind.class)
@Tag("slow")
class SlowReaderTest {

    private static final int IN_LINK_BYTES = 256 * 1024;

    @Parameter
    TcpSocketKind kind;

    private TcpListenerFixture wire;

    @BeforeEach
    void listen() {
        wire = new TcpListenerFixture(kind.transport());
    }

    @AfterEach
    void close() {
        wire.close();
    }

    @Test
    void peerThatDoesNotReadHoldsUpOnlyItsOwnLink() throws Exception {
        Socket slow = new Socket();
        slow.setReceiveBufferSize(128);
        wire.plain(slow);
        Counting source = Counting.started(wire.accept());
        await().until(() -> source.released() > 0 && source.given() - source.released() == IN_LINK_BYTES);
        // One more than the number of I/O threads.
        for (int i = 0; i < 3; i++) {
            Socket healthy = wire.plain();
            RecordingLinkHandler recorder = RecordingLinkHandler.started(wire.accept());
            healthy.getOutputStream().write("ping".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            recorder.awaitText("ping");
            recorder.send("pong");
            assertThat(healthy.getInputStream().readNBytes(4))
                    .isEqualTo("pong".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }

        // Then it reads after all: the delayed bytes are complete.
        Counting.check(slow, 0, 4 << 20);
    }

    @Test
    void peerThatReadsAsFastAsItIsSentDoesNotKeepOthersFromBeingRead() throws Exception {
        Socket greedy = wire.plain();
        Counting source = Counting.started(wire.accept());
        CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> Counting.check(greedy, 0, Long.MAX_VALUE));

        greedy.getOutputStream().write('x');
        await().until(() -> source.receivedBytes() == 1);
        for (int i = 0; i < 3; i++) {
            Socket other = wire.plain();
            RecordingLinkHandler recorder = RecordingLinkHandler.started(wire.accept());
            other.getOutputStream().write('y');
            recorder.awaitText("y");
        }

        source.link().close();
        source.awaitEnd();
        await().until(reading::isDone);
        assertThat(reading).isCompleted();
    }

    /** Keeps its link full with bytes that count up. */
    private static final class Counting extends RecordingLinkHandler {

        private static final int CHUNK_BYTES = 64 * 1024;

        private byte next;

        Counting(Link link) {
            super(link);
        }

        static Counting started(Link link) {
            Counting counting = new Counting(link);
            link.start(counting);
            counting.whenWritable(counting::fill);
            return counting;
        }

        @Override
        public void onReleased(long totalBytes) {
            super.onReleased(totalBytes);
            fill();
        }

        private void fill() {
            while (given() - released() <= IN_LINK_BYTES - CHUNK_BYTES) {
                ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
                while (chunk.hasRemaining()) {
                    chunk.put(next++);
                }
                write(chunk.flip());
            }
        }

        /** Reads that many bytes, or up to the end, and checks each. */
        static void check(Socket socket, int first, long bytes) {
            byte expected = (byte) first;
            byte[] buffer = new byte[8192];
            try {
                for (long read = 0; read < bytes; ) {
                    int n = socket.getInputStream().read(buffer);
                    if (n < 0) {
                        return;
                    }
                    for (int i = 0; i < n; i++) {
                        if (buffer[i] != expected++) {
                            throw new AssertionError("wrong byte at " + (read + i));
                        }
                    }
                    read += n;
                }
            } catch (java.io.IOException e) {
                // A reset: the link was closed while the peer's byte or its own were in flight.
            }
        }
    }
}
