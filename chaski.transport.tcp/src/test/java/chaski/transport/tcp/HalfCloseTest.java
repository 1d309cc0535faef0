package chaski.transport.tcp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.transport.Link;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Links that end in one direction first. The other side is a plain socket. */
@ParameterizedClass
@EnumSource(TcpSocketKind.class)
@Tag("slow")
class HalfCloseTest {

    private static final int MANY_BYTES = 4 << 20;

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
    void peerThatStillSendsReadsAllBeforeTheEnd() throws Exception {
        Socket peer = wire.plain();
        RecordingLinkHandler recorder = RecordingLinkHandler.started(wire.accept());
        CompletableFuture<Void> sending = sendUntilTheEnd(peer.getOutputStream());
        await().until(() -> recorder.receivedBytes() > 0);

        recorder.whenWritable(() -> {
            recorder.write(ByteBuffer.allocateDirect(MANY_BYTES));
            recorder.link().closeAfterWrites();
        });

        assertThat(peer.getInputStream().readNBytes(MANY_BYTES)).hasSize(MANY_BYTES);
        assertThat(peer.getInputStream().read()).isEqualTo(-1);
        peer.close();
        await().until(sending::isDone);
        recorder.awaitEnd();
    }

    @Test
    void peerThatHasEndedItsDirectionGetsWhatWasGiven() throws Exception {
        Socket peer = wire.plain();
        Link link = wire.accept();
        RecordingLinkHandler recorder = new RecordingLinkHandler(link) {
            @Override
            public void onBytes(ByteBuffer bytes) {
                super.onBytes(bytes);
                write(ByteBuffer.allocateDirect(MANY_BYTES));
            }
        };
        link.start(recorder);
        peer.getOutputStream().write('?');
        InputStream in = peer.getInputStream();
        assertThat(in.read()).isZero();

        peer.shutdownOutput();

        assertThat(in.readNBytes(MANY_BYTES - 1)).hasSize(MANY_BYTES - 1);
        assertThat(in.read()).isEqualTo(-1);
        assertThat(recorder.awaitEnd()).isEmpty();
    }

    @Test
    void peerThatHasEndedItsDirectionBeforeTheStartGetsAnAnswer() throws Exception {
        Socket peer = wire.plain();
        peer.getOutputStream().write('?');
        peer.shutdownOutput();
        Link link = wire.accept();
        letOthersBeServed();
        RecordingLinkHandler recorder = new RecordingLinkHandler(link) {
            @Override
            public void onBytes(ByteBuffer bytes) {
                write(ByteBuffer.wrap("answer".getBytes(US_ASCII)));
            }
        };

        link.start(recorder);

        assertThat(peer.getInputStream().readAllBytes()).isEqualTo("answer".getBytes(US_ASCII));
        assertThat(recorder.awaitEnd()).isEmpty();
    }

    @Test
    void peerThatNeverEndsDoesNotKeepTheLink() throws Exception {
        try (TcpListenerFixture impatient = new TcpListenerFixture(kind.lingering(200));
                Socket peer = impatient.plain()) {
            RecordingLinkHandler recorder = RecordingLinkHandler.started(impatient.accept());

            CompletionStage<Void> closed = recorder.link().closeAfterWrites();

            assertThat(peer.getInputStream().read()).isEqualTo(-1);
            await().until(() -> closed.toCompletableFuture().isDone());
            assertThat(recorder.awaitEnd()).isEmpty();
        }
    }

    @Test
    void peerThatNeverReadsDoesNotKeepTheLink() throws Exception {
        try (TcpListenerFixture impatient = new TcpListenerFixture(kind.lingering(200));
                Socket peer = impatient.plain()) {
            RecordingLinkHandler recorder = RecordingLinkHandler.started(impatient.accept());
            recorder.whenWritable(() -> {
                recorder.write(ByteBuffer.allocateDirect(64 << 20));
                recorder.link().closeAfterWrites();
            });

            assertThat(recorder.awaitEnd()).isEmpty();

            assertThat(recorder.released()).isEqualTo(recorder.given());
            assertThat(peer.isConnected()).isTrue();
        }
    }

    @Test
    void bytesOfAPeerThatHasLeftAreKeptForTheStart() throws Exception {
        try (Socket peer = wire.plain()) {
            peer.getOutputStream().write("hello and good bye".getBytes(US_ASCII));
        }
        Link link = wire.accept();
        letOthersBeServed();

        RecordingLinkHandler recorder = RecordingLinkHandler.started(link);

        recorder.awaitText("hello and good bye");
        assertThat(recorder.awaitEnd()).isEmpty();
    }

    @Test
    void bytesAreStillDeliveredWhileTheLinkDrains() throws Exception {
        Socket peer = wire.plain();
        RecordingLinkHandler recorder = RecordingLinkHandler.started(wire.accept());
        recorder.link().closeAfterWrites();
        assertThat(peer.getInputStream().read()).isEqualTo(-1);

        peer.getOutputStream().write("last words".getBytes(US_ASCII));
        peer.close();

        recorder.awaitText("last words");
        assertThat(recorder.awaitEnd()).isEmpty();
    }

    /**
     * Exchanges bytes on other links, on every I/O thread: afterwards an earlier event of a link has been detected, if
     * it ever is.
     */
    private void letOthersBeServed() throws Exception {
        for (int i = 0; i < 2; i++) {
            Socket other = wire.plain();
            RecordingLinkHandler recorder = RecordingLinkHandler.started(wire.accept());
            other.getOutputStream().write('x');
            recorder.awaitText("x");
        }
    }

    private static CompletableFuture<Void> sendUntilTheEnd(OutputStream out) {
        return CompletableFuture.runAsync(() -> {
            byte[] chunk = new byte[8192];
            try {
                while (true) {
                    out.write(chunk);
                }
            } catch (SocketException end) {
                // The socket was closed: that is the end.
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
        });
    }
}
