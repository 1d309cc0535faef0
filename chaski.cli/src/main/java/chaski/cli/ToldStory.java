package chaski.cli;

import chaski.api.Endpoint;
import chaski.api.node.Node;
import chaski.cli.demo.Called;
import chaski.cli.demo.Outcome;
import chaski.cli.demo.Story;
import java.time.Duration;
import java.util.Locale;

/** Tells the demo to people. */
final class ToldStory implements Story {

    private final LineSink lines;

    ToldStory(LineSink lines) {
        this.lines = lines;
    }

    @Override
    public void started(Node node, Endpoint reachedAt) {
        tell("start", "node %s is up in the framework, reached at %s", node.name(), reachedAt);
    }

    @Override
    public void discovered(Node one, Node other, Node through, Duration took) {
        tell(
                "discovery",
                "%s and %s joined only %s, and know each other after %d ms",
                one.name(),
                other.name(),
                through.name(),
                took.toMillis());
    }

    @Override
    public void paired(Node publisher, Node subscriber, String topic) {
        tell(
                "pairing",
                "%s publishes %s, %s subscribes it: they are linked directly",
                publisher.name(),
                topic,
                subscriber.name());
    }

    @Override
    public void called(Node caller, Node server, Called called) {
        tell(
                "call",
                "%s set an attribute of %s's thermostat and read %.1f back, called a method by a proxy (%.1f), and was called back"
                        + " with %s",
                caller.name(),
                server.name(),
                called.target(),
                called.above(),
                called.steps());
        tell(
                "function",
                "a function attached on %d nodes made %s of %.1f",
                called.fahrenheit().size(),
                called.fahrenheit(),
                called.target());
    }

    @Override
    public void progress(long published, long delivered, long linksKilled, long transportRestarts) {
        tell(
                "stream",
                "%,d published, %,d delivered, %d links killed, TCP restarted %d times so far",
                published,
                delivered,
                linksKilled,
                transportRestarts);
    }

    @Override
    public void ended(Outcome outcome) {
        tell(
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

    private void tell(String step, String format, Object... values) {
        lines.lineNow(String.format(Locale.ROOT, "%-10s ", step) + String.format(Locale.ROOT, format, values));
    }
}
