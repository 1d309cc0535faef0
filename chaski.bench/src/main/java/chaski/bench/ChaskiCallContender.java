package chaski.bench;

import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.remote.Remote;
import java.time.Duration;

/** Chaski's remote calls over TCP through its public interface, with every default. */
final class ChaskiCallContender implements CallContender {

    private static final String NAME = "bench";

    /** Discovery, handshake and announcements on loopback take milliseconds; this is for a busy machine. */
    private static final Duration PAIRING_TIMEOUT = Duration.ofSeconds(20);

    private record ChaskiServer(Node node) implements Server {

        @Override
        public String endpoint() {
            return node.endpoints().get(0).toString();
        }

        @Override
        public void close() {
            node.close();
        }
    }

    private record ChaskiCaller(Node node, BenchService service, BenchService.Async async) implements Caller {

        @Override
        public void close() {
            node.close();
        }
    }

    @Override
    public Server serve(BenchService service) {
        Node node =
                Chaski.node().name("bench-serve").listen("tcp://127.0.0.1:0").start();
        node.service(Remote.class).export(NAME, BenchService.class, service);
        return new ChaskiServer(node);
    }

    @Override
    public Caller connect(String endpoint) {
        Node node = Chaski.node().name("bench-call").join(endpoint).start();
        Remote remote = node.service(Remote.class);
        BenchService service = remote.proxy(NAME, BenchService.class);
        if (!remote.awaitExporters(NAME, 1, PAIRING_TIMEOUT)) {
            throw new TrialFailedException("no node exported " + NAME + " within " + PAIRING_TIMEOUT);
        }
        return new ChaskiCaller(node, service, remote.proxy(NAME, BenchService.Async.class));
    }
}
