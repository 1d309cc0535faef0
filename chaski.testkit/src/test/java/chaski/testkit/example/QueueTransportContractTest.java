package chaski.testkit.example;

import chaski.api.Endpoint;
import chaski.api.transport.Transport;
import chaski.testkit.contract.TransportContract;

/** The example of docs/TRANSPORTS.md keeps the contract of transports. */
class QueueTransportContractTest extends TransportContract {

    @Override
    protected Transport create() {
        return new QueueTransport();
    }

    @Override
    protected Endpoint listenEndpoint() {
        return Endpoint.parse("queue://here:0");
    }
}
