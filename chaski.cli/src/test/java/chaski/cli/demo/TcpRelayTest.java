package chaski.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chaski.api.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpRelayTest {

    private final SplittableRandom random = new SplittableRandom(1);
    private ServerSocket server;
    private TcpRelay relay;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        relay = TcpRelay.open();
        relay.leadTo(Endpoint.parse("tcp://127.0.0.1:" + server.getLocalPort()));
    }

    @AfterEach
    void close() throws IOException {
        relay.close();
        server.close();
    }

    @Test
    void bytesGoBothWaysUntilOneSideEnds() throws IOException {
        try (Socket near = dial();
                Socket far = server.accept()) {
            near.getOutputStream().write(7);
            assertThat(far.getInputStream().read()).isEqualTo(7);
            far.getOutputStream().write(8);
            assertThat(near.getInputStream().read()).isEqualTo(8);

            far.shutdownOutput();
            assertThat(near.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void resetIsSeenOnBothSides() throws IOException {
        try (Socket near = dial();
                Socket far = server.accept()) {
            near.getOutputStream().write(7);
            assertThat(far.getInputStream().read()).isEqualTo(7);

            assertThat(relay.reset(random)).isTrue();

            assertThatThrownBy(() -> near.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThatThrownBy(() -> far.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThat(relay.reset(random)).isFalse();
        }
    }

    @Test
    void afterAResetOneCanDialAgain() throws IOException {
        for (int i = 0; i < 20; i++) {
            try (Socket near = dial();
                    Socket far = server.accept()) {
                near.getOutputStream().write(i);
                assertThat(far.getInputStream().read()).isEqualTo(i);
                await().until(() -> relay.reset(random));
            }
        }
    }

    @Test
    void aConnectionWithoutAListenerEnds() throws IOException {
        server.close();

        try (Socket near = dial()) {
            assertThat(near.getInputStream().read()).isEqualTo(-1);
        }
    }

    private Socket dial() throws IOException {
        return new Socket(relay.endpoint().host(), relay.endpoint().port());
    }
}
