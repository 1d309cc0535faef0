package chaski.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.Unpooled;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever happens to a link, every buffer is released. */
@Tag("slow")
@ParameterizedClass
@EnumSource(TcpSocketKind.class)
class BufferLeakTest {

    @Parameter
    TcpSocketKind kind;

    @Test
    void noBufferIsLost() throws Exception {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
        TcpLeakCounter.leaks().clear();
        try (TcpListenerFixture wire = new TcpListenerFixture(kind.transport())) {
            for (int i = 0; i < 10; i++) {
                exchange(wire);
                resetWhileWriting(wire);
                closeWithUnsentBytes(wire);
                leaveBeforeTheStart(wire);
            }
        }

        loseOneOnPurpose();

        // The detector has examined everything that became unreachable before when it reports this one.
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            System.gc();
            Unpooled.directBuffer(16).release();
            return !TcpLeakCounter.leaks().isEmpty();
        });
        assertThat(TcpLeakCounter.leaks()).singleElement().asString().contains("lost on purpose, " + kind);
    }

    private static void exchange(TcpListenerFixture wire) throws Exception {
        RecordingLinkHandler dialled = RecordingLinkHandler.started(wire.dial(wire.bound()));
        RecordingLinkHandler accepted = RecordingLinkHandler.started(wire.accept());
        dialled.send("small");
        accepted.send(new byte[100_000]);
        accepted.awaitText("small");
        await().until(() -> dialled.receivedBytes() == 100_000);
        dialled.link().close();
        accepted.awaitEnd();
    }

    private static void resetWhileWriting(TcpListenerFixture wire) throws Exception {
        Socket peer = wire.plain();
        RecordingLinkHandler recorder = RecordingLinkHandler.started(wire.accept());
        recorder.whenWritable(() -> {
            for (int i = 0; i < 1000; i++) {
                recorder.write(ByteBuffer.allocateDirect(100));
                recorder.write(ByteBuffer.allocateDirect(10_000));
            }
        });
        peer.getInputStream().readNBytes(1000);
        reset(peer);
        recorder.awaitEnd();
    }

    private static void closeWithUnsentBytes(TcpListenerFixture wire) throws Exception {
        RecordingLinkHandler dialled = RecordingLinkHandler.started(wire.dial(wire.bound()));
        wire.accept().close();
        dialled.whenWritable(() -> {
            dialled.write(ByteBuffer.allocateDirect(100));
            dialled.link().close();
            dialled.write(ByteBuffer.allocateDirect(100));
        });
        dialled.awaitEnd();
    }

    private static void leaveBeforeTheStart(TcpListenerFixture wire) throws Exception {
        Socket peer = wire.plain();
        var link = wire.accept();
        peer.getOutputStream().write(new byte[1000]);
        peer.close();
        link.close();
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private void loseOneOnPurpose() {
        // Two leaks that look the same would be reported once.
        Unpooled.directBuffer(16).touch("lost on purpose, " + kind);
    }
}
