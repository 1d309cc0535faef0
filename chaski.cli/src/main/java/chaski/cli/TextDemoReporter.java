package chaski.cli;

import chaski.api.Endpoint;
import chaski.api.node.Node;
import chaski.cli.demo.DemoCallResults;
import chaski.cli.demo.DemoReporter;
import chaski.cli.demo.DemoResult;
import java.time.Duration;
import java.util.Locale;

/** Reports the demo to people, as text. */
final class TextDemoReporter implements DemoReporter {

    private final LineWriter out;

    TextDemoReporter(LineWriter lines) {
        this.out = lines;
    }

    @Override
    public void started(Node node, Endpoint reachedAt) {
        write("start", "node %s is up in the framework, reached at %s", node.name(), reachedAt);
    }

    @Override
    public void discovered(Node one, Node other, Node through, Duration took) {
        write(
                "discovery",
                "%s and %s joined only %s, and know each other after %d ms",
                one.name(),
                other.name(),
                through.name(),
                took.toMillis());
    }

    @Override
    public void paired(Node publisher, Node subscriber, String topic) {
        write(
                "pairing",
                "%s publishes %s, %s subscribes it: they are linked directly",
                publisher.name(),
                topic,
                subscriber.name());
    }

    @Override
    public void called(Node caller, Node server, DemoCallResults called) {
        write(
                "call",
                "%s set an attribute of %s's thermostat and read %.1f back, called a method by a proxy (%.1f), and was called back"
                        + " with %s",
                caller.name(),
                server.name(),
                called.target(),
                called.above(),
                called.steps());
        write(
                "function",
                "a function attached on %d nodes made %s of %.1f",
                called.fahrenheit().size(),
                called.fahrenheit(),
                called.target());
    }

    @Override
    public void progress(long published, long delivered, long linksKilled, long transportRestarts) {
        write(
                "stream",
                "%,d published, %,d delivered, %d links killed, TCP restarted %d times so far",
                published,
                delivered,
                linksKilled,
                transportRestarts);
    }

    @Override
    public void ended(DemoResult outcome) {
        write(
                "result",
                "%,d published, %,d delivered to 2 subscribers, %d links killed, TCP bundle stopped and started %d times,"
                        + " %d swaps of transport (%s): %,d lost, %,d repeated",
                outcome.published(),
                outcome.delivered(),
                outcome.linksKilled(),
                outcome.transportRestarts(),
                outcome.swaps(),
                String.join(", ", outcome.links()),
                outcome.lost(),
                outcome.repeated());
    }

    private void write(String step, String format, Object... values) {
        out.lineNow(String.format(Locale.ROOT, "%-10s ", step) + String.format(Locale.ROOT, format, values));
    }
}
