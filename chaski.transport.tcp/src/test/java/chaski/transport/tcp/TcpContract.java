package chaski.transport.tcp;

import chaski.api.Endpoint;
import chaski.testkit.contract.TransportContract;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract of transports for TCP, with a port that does not answer. */
abstract class TcpContract extends TransportContract {

    private static Optional<SilentPort> silent = Optional.empty();

    @BeforeAll
    static void findSilence() throws IOException {
        silent = SilentPort.find("127.0.0.1", 0);
    }

    @AfterAll
    static void endSilence() throws IOException {
        if (silent.isPresent()) {
            silent.get().close();
        }
    }

    @Override
    protected Optional<Endpoint> silentEndpoint() {
        return silent.map(SilentPort::endpoint);
    }
}
