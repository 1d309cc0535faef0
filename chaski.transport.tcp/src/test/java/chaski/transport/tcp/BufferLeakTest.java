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

/** Whatever happens to a link, every buffer goes back. */
@Tag("slow")
@ParameterizedClass
@EnumSource(Kind.class)
class BufferLeakTest {

    @Parameter
    Kind kind;

    @Test
    void noBufferIsLost() throws Exception {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
        LeakCounter.leaks().clear();
        try (Wire wire = new Wire(kind.transport())) {
            for (int i = 0; i < 10; i++) {
                exchange(wire);
                resetWhileWriting(wire);
                closeWithUnsentBytes(wire);
                leaveBeforeTheStart(wire);
            }
        }

        loseOneOnPurpose();

        // The detector has looked at everything that became unreachable before when it reports the one.
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            System.gc();
            Unpooled.directBuffer(16).release();
            return !LeakCounter.leaks().isEmpty();
        });
        assertThat(LeakCounter.leaks()).singleElement().asString().contains("lost on purpose, " + kind);
    }

    private static void exchange(Wire wire) throws Exception {
        Recorder dialled = Recorder.started(wire.dial(wire.bound()));
        Recorder accepted = Recorder.started(wire.accept());
        dialled.send("small");
        accepted.send(new byte[100_000]);
        accepted.awaitText("small");
        await().until(() -> dialled.receivedBytes() == 100_000);
        dialled.link().close();
        accepted.awaitEnd();
    }

    private static void resetWhileWriting(Wire wire) throws Exception {
        Socket peer = wire.plain();
        Recorder recorder = Recorder.started(wire.accept());
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

    private static void closeWithUnsentBytes(Wire wire) throws Exception {
        Recorder dialled = Recorder.started(wire.dial(wire.bound()));
        wire.accept().close();
        dialled.whenWritable(() -> {
            dialled.write(ByteBuffer.allocateDirect(100));
            dialled.link().close();
            dialled.write(ByteBuffer.allocateDirect(100));
        });
        dialled.awaitEnd();
    }

    private static void leaveBeforeTheStart(Wire wire) throws Exception {
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
