package chaski.testkit.network;

import chaski.api.Endpoint;
import chaski.api.transport.Link;
import chaski.api.transport.Transport;
import chaski.testkit.contract.TransportContract;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** The transport in memory passes the contract with real threads, too. */
@Tag("slow")
class LiveNetworkContractTest extends TransportContract {

    final LiveNetwork network = new LiveNetwork(1);

    @AfterEach
    void endTheNetwork() {
        network.close();
    }

    @Override
    protected Transport create() {
        return network.transport("a");
    }

    @Override
    protected Endpoint listenEndpoint() {
        return Endpoint.parse("mem://a:0");
    }

    @Override
    protected Optional<Endpoint> silentEndpoint() {
        network.transport("silent").listen(Endpoint.parse("mem://silent:7"), Link::close);
        network.change(n -> n.isolate("silent"));
        return Optional.of(Endpoint.parse("mem://silent:7"));
    }
}
