package chaski.transport.udp;

import chaski.api.Endpoint;
import chaski.testkit.contract.TransportContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract of transports for UDP, with a port that accepts everything and answers nothing. */
abstract class UdpContract extends TransportContract {

    private static @Nullable DatagramChannel silent;

    @BeforeAll
    static void openSilence() throws IOException {
        silent = DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterAll
    static void closeSilence() throws IOException {
        if (silent != null) {
            silent.close();
        }
    }

    @Override
    protected Optional<Endpoint> silentEndpoint() {
        return Optional.ofNullable(silent)
                .map(s -> new Endpoint("udp", "127.0.0.1", s.socket().getLocalPort()));
    }
}
