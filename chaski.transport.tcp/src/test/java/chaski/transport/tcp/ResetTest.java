package chaski.transport.tcp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.transport.LinkResetException;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that are reset, as by a crash or a firewall. The other side is a plain socket with SO_LINGER 0. */
@ParameterizedClass
@EnumSource(TcpSocketKind.class)
class ResetTest {

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
    void resetIsTheCauseOfTheEnd() throws Exception {
        Socket peer = wire.plain();
        RecordingLinkHandler recorder = RecordingLinkHandler.started(wire.accept());
        peer.getOutputStream().write("half a mess".getBytes(US_ASCII));
        recorder.awaitText("half a mess");

        reset(peer);

        assertThat(recorder.awaitEnd()).get().isInstanceOfSatisfying(LinkResetException.class, cause -> {
            assertThat(cause).hasMessage("the " + recorder.link() + " broke: connection reset by the other side");
            assertThat(cause).hasCauseInstanceOf(java.io.IOException.class);
        });
    }

    @Test
    void resetInTheMiddleOfAWriteReleasesEveryBuffer() throws Exception {
        Socket peer = wire.plain();
        RecordingLinkHandler recorder = new RecordingLinkHandler(wire.accept()) {
            @Override
            public synchronized void onReleased(long totalBytes) {
                super.onReleased(totalBytes);
                write(ByteBuffer.allocateDirect(64 * 1024));
            }
        };
        recorder.link().start(recorder);
        recorder.whenWritable(() -> recorder.write(ByteBuffer.allocateDirect(256 * 1024)));
        peer.getInputStream().readNBytes(1024 * 1024);

        reset(peer);

        assertThat(recorder.awaitEnd()).isPresent();
        await().until(() -> recorder.link().close().toCompletableFuture().isDone());
    }

    @Test
    void resetOfALinkThatIsNotStartedIsToldAtItsStart() throws Exception {
        Socket peer = wire.plain();
        var link = wire.accept();

        reset(peer);

        assertThat(RecordingLinkHandler.started(link).awaitEnd()).isPresent();
    }

    @Test
    void otherLinksAreNotTouched() throws Exception {
        Socket healthy = wire.plain();
        RecordingLinkHandler recorder = RecordingLinkHandler.started(wire.accept());
        for (int i = 0; i < 50; i++) {
            Socket peer = wire.plain();
            RecordingLinkHandler other = RecordingLinkHandler.started(wire.accept());
            reset(peer);
            other.awaitEnd();
            healthy.getOutputStream().write('x');
        }

        recorder.awaitText("x".repeat(50));
    }

    private static void reset(Socket socket) throws Exception {
        socket.setSoLinger(true, 0);
        socket.close();
    }
}
