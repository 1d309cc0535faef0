package chaski.transport.tcp;

import chaski.api.Endpoint;
import chaski.api.transport.LinkSecurity;
import chaski.api.transport.Transport;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract of transports, over TLS. */
class TcpTlsContractTest extends TcpContract {

    @TempDir
    static Path directory;

    private static LinkSecurity security;

    @BeforeAll
    static void issue() {
        security = new TlsLab(directory).security("both");
    }

    @Override
    protected Transport create() {
        return TlsLab.securing(new TcpTransport(), security);
    }

    @Override
    protected Endpoint listenEndpoint() {
        return TcpListenerFixture.ANY_PORT;
    }
}
