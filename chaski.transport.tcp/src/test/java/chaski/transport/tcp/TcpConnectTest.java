package chaski.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chaski.api.Endpoint;
import chaski.api.transport.ConnectOptions;
import chaski.api.transport.Link;
import chaski.api.transport.Listener;
import java.io.File;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Abandoned connects. */
@ParameterizedClass
@EnumSource(TcpSocketKind.class)
class TcpConnectTest {

    private static final File DESCRIPTORS = new File("/proc/self/fd");

    @Parameter
    TcpSocketKind kind;

    @Test
    void cancelledConnectLeavesNoDescriptor() throws Exception {
        try (TcpTransport transport = kind.transport();
                SilentPort silent = SilentPort.at("127.0.0.1", 0)) {
            cancelledConnect(transport, silent.endpoint());
            int before = descriptors();

            for (int i = 0; i < 20; i++) {
                cancelledConnect(transport, silent.endpoint());
            }

            await().until(() -> descriptors() <= before);
        }
    }

    @Test
    void linkThatComesAfterCancellingIsClosed() throws Exception {
        try (TcpTransport transport = kind.transport();
                Listener listener = transport.listen(TcpListenerFixture.ANY_PORT, RecordingLinkHandler::started)) {
            for (int i = 0; i < 20; i++) {
                CompletableFuture<Link> connect = transport
                        .connect(listener.bound(), ConnectOptions.DEFAULT)
                        .toCompletableFuture();
                if (!connect.cancel(true)) {
                    connect.join().close();
                }
            }

            // One more link, with two ends, is opened after all of them and stays.
            transport
                    .connect(listener.bound(), ConnectOptions.DEFAULT)
                    .toCompletableFuture()
                    .join();
            await().until(() -> transport.openLinks() == 2);
        }
    }

    private static void cancelledConnect(TcpTransport transport, Endpoint silent) {
        CompletableFuture<Link> connect =
                transport.connect(silent, ConnectOptions.DEFAULT).toCompletableFuture();
        assertThat(connect.cancel(true)).isTrue();
    }

    /** If the system does not report descriptors, the test sees no leak. */
    private static int descriptors() {
        String[] open = DESCRIPTORS.list();
        return open == null ? 0 : open.length;
    }
}
