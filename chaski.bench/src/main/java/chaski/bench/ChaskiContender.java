package chaski.bench;

import chaski.api.node.Chaski;
import chaski.api.node.Node;

/** Chaski over TCP through its public interface, with every default. */
final class ChaskiContender implements Contender {

    /** The topic on which the connecting side publishes. */
    private static final String OUT = "bench.out";

    /** The topic on which the listening side publishes. */
    private static final String BACK = "bench.back";

    private final boolean iterate;

    /**
     * Chooses how messages are received.
     *
     * @param iterate true to receive by iterating over a subscription, false by a handler
     */
    ChaskiContender(boolean iterate) {
        this.iterate = iterate;
    }

    @Override
    public Side listen(Sink sink) {
        Node node =
                Chaski.node().name("bench-listen").listen("tcp://127.0.0.1:0").start();
        String endpoint = node.endpoints().get(0).toString();
        return new ChaskiSide(node, endpoint, BACK).receive(OUT, sink, iterate);
    }

    @Override
    public Side connect(String endpoint, Sink sink) {
        Node node = Chaski.node().name("bench-connect").join(endpoint).start();
        ChaskiSide side = new ChaskiSide(node, endpoint, OUT).receive(BACK, sink, iterate);
        side.awaitSubscriber();
        return side;
    }
}
