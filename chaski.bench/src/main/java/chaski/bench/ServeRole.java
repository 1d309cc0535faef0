package chaski.bench;

import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;

/** Serves the calls of the other process. */
final class ServeRole implements Role, BenchService {

    private final LongAdder count = new LongAdder();
    private final CallContender.Server server;

    ServeRole(CallContender contender) throws IOException {
        this.server = contender.serve(this);
    }

    @Override
    public int add(int a, int b) {
        count.increment();
        return a + b;
    }

    @Override
    public Order echo(Order order) {
        count.increment();
        return order;
    }

    @Override
    public String endpoint() {
        return server.endpoint();
    }

    @Override
    public Meter meter() {
        return Meter.read(count.sum());
    }

    void close() throws IOException {
        server.close();
    }

    @Override
    public String finish(long expected) {
        return Long.toString(count.sum());
    }
}
