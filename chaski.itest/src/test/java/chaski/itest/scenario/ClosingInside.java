package chaski.itest.scenario;

import chaski.api.node.Chaski;
import chaski.api.node.Node;
import chaski.api.remote.CallException;
import chaski.api.remote.Remote;
import chaski.api.streamer.Publisher;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.SubscriptionOptions;
import chaski.itest.scenario.PeerProgram.Slow;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A node is closed by user code that it runs: closing does not wait for that code, and the node closes. */
final class ClosingInside {

    private static final String TOPIC = "scenario.closing";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Generous: a close that waited for itself would wait for 10 s, the default of {@code drainTimeout}. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ScenarioContext context;
    private final Node closing;
    private final Node other;
    private final CompletableFuture<Duration> closed = new CompletableFuture<>();

    private ClosingInside(ScenarioContext context) {
        this.context = context;
        closing = context.listening("closing");
        other = context.joining("other", closing);
    }

    static void handler(ScenarioContext context) throws Exception {
        new ClosingInside(context).inHandler(SubscriptionOptions.DEFAULT);
    }

    static void inlineHandler(ScenarioContext context) throws Exception {
        new ClosingInside(context).inHandler(SubscriptionOptions.DEFAULT.inline(true));
    }

    private void inHandler(SubscriptionOptions options) throws Exception {
        closing.service(Streamer.class).subscribe(TOPIC, String.class, options, message -> close());
        Publisher<String> publisher = other.service(Streamer.class).publisher(TOPIC, String.class);
        context.expect(publisher.awaitSubscribers(1, PATIENCE), "the publisher sees the subscription");
        publisher.publish("close");
        assertClosed();
    }

    static void exportedMethod(ScenarioContext context) throws Exception {
        ClosingInside here = new ClosingInside(context);
        here.closing.service(Remote.class).export(TOPIC, Slow.class, n -> {
            here.close();
            return n;
        });
        Slow proxy = here.other.service(Remote.class).proxy(TOPIC, Slow.class);
        CompletableFuture<String> call = context.start("call", () -> here.call(proxy));
        here.assertClosed();
        context.figures().add("the call ended with " + context.within(LIMIT, "call ended after another", call));
    }

    private String call(Slow proxy) throws InterruptedException {
        try {
            return "result " + proxy.echo(1);
        } catch (CallException e) {
            return e.getClass().getSimpleName();
        }
    }

    static void eventListener(ScenarioContext context) throws Exception {
        ClosingInside here = new ClosingInside(context);
        here.closing.watch(event -> here.close());
        context.start(Chaski.node().join(here.closing.endpoints().get(0).toString()));
        here.assertClosed();
    }

    static void receipt(ScenarioContext context) throws Exception {
        ClosingInside here = new ClosingInside(context);
        here.other.service(Streamer.class).subscribe(TOPIC, String.class, message -> {});
        Publisher<String> publisher = here.closing.service(Streamer.class).publisher(TOPIC, String.class);
        context.expect(publisher.awaitSubscribers(1, PATIENCE), "the publisher sees the subscription");
        publisher.publishAsync("close").thenRun(here::close);
        here.assertClosed();
    }

    /** In user code that the node runs. */
    private void close() {
        long beginNs = System.nanoTime();
        String outcome = "close returned after";
        try {
            closing.close();
        } catch (RuntimeException e) {
            outcome = "close threw " + e + " after";
        }
        Duration took = Duration.ofNanos(System.nanoTime() - beginNs);
        if (closed.complete(took)) {
            context.figure(outcome, took);
        }
    }

    private void assertClosed() throws Exception {
        Duration took = context.within(PATIENCE.multipliedBy(2), "seen after", closed);
        context.expect(took.compareTo(LIMIT) < 0, "close to return at once, took " + took);
        context.within(LIMIT, "node closed after another", closing.closeAsync().toCompletableFuture());
        context.expect(closing.endpoints().isEmpty(), "no endpoint of a closed node");
    }
}
