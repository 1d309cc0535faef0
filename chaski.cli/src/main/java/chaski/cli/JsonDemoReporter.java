package chaski.cli;

import chaski.api.Endpoint;
import chaski.api.node.Node;
import chaski.cli.demo.DemoCallResults;
import chaski.cli.demo.DemoReporter;
import chaski.cli.demo.DemoResult;
import java.time.Duration;
import java.util.List;

/** Reports the demo to programs, as JSON lines. */
final class JsonDemoReporter implements DemoReporter {

    private final LineWriter lines;

    JsonDemoReporter(LineWriter lines) {
        this.lines = lines;
    }

    @Override
    public void started(Node node, Endpoint reachedAt) {
        write(event("started")
                .put("name", node.name())
                .put("id", node.id().toString())
                .put("endpoint", reachedAt.toString()));
    }

    @Override
    public void discovered(Node one, Node other, Node through, Duration took) {
        write(event("discovered")
                .put("nodes", Json.array(List.of(one.name(), other.name())))
                .put("through", through.name())
                .put("millis", took.toMillis()));
    }

    @Override
    public void paired(Node publisher, Node subscriber, String topic) {
        write(event("paired")
                .put("publisher", publisher.name())
                .put("subscriber", subscriber.name())
                .put("topic", topic));
    }

    @Override
    public void called(Node caller, Node server, DemoCallResults called) {
        write(event("called")
                .put("caller", caller.name())
                .put("server", server.name())
                .put("target", called.target())
                .put("above", called.above())
                .put("steps", numbers(called.steps()))
                .put("fahrenheit", numbers(called.fahrenheit())));
    }

    private static Json.Raw numbers(List<Double> values) {
        return Json.array(values.stream()
                .map(value -> new Json.Raw(Double.toString(value)))
                .toList());
    }

    @Override
    public void progress(long published, long delivered, long linksKilled, long transportRestarts) {
        write(event("progress")
                .put("published", published)
                .put("delivered", delivered)
                .put("linksKilled", linksKilled)
                .put("transportRestarts", transportRestarts));
    }

    @Override
    public void ended(DemoResult outcome) {
        write(event("summary")
                .put("nodes", outcome.nodes())
                .put("published", outcome.published())
                .put("delivered", outcome.delivered())
                .put("linksKilled", outcome.linksKilled())
                .put("framework", "felix")
                .put("transportRestarts", outcome.transportRestarts())
                .put("swaps", outcome.swaps())
                .put("links", Json.array(outcome.links()))
                .put("lost", outcome.lost())
                .put("repeated", outcome.repeated()));
    }

    private static Json event(String name) {
        return Json.object().put("event", name);
    }

    private void write(Json event) {
        lines.lineNow(event.toString());
    }
}
