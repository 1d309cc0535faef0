package chaski.transport.quic;

import chaski.api.Endpoint;
import chaski.api.transport.LinkSecurity;
import chaski.api.transport.Transport;
import chaski.testkit.contract.TransportContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract of transports for QUIC, with a port that accepts everything and answers nothing. */
abstract class QuicContract extends TransportContract {

    @TempDir
    static Path directory;

    private static @Nullable DatagramChannel silent;
    private static @Nullable LinkSecurity security;

    @BeforeAll
    static void openSilence() throws IOException {
        silent = DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        security = new QuicLab(directory).security("both");
    }

    @AfterAll
    static void closeSilence() throws IOException {
        if (silent != null) {
            silent.close();
        }
    }

    abstract QuicTransport plain();

    @Override
    protected Transport create() {
        return QuicLab.securing(plain(), security);
    }

    @Override
    protected Optional<Endpoint> silentEndpoint() {
        return Optional.ofNullable(silent)
                .map(s -> new Endpoint("quic", "127.0.0.1", s.socket().getLocalPort()));
    }
}
