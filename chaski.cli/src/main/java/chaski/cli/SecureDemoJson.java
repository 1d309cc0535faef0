package chaski.cli;

import chaski.api.node.Node;
import chaski.cli.demo.SecureDemoReporter;
import chaski.cli.demo.SecureDemoResult;
import java.time.Duration;
import java.util.List;

/** Reports the demo of closed networks to programs, as JSON lines. */
final class SecureDemoJson implements SecureDemoReporter {

    private final LineWriter lines;

    SecureDemoJson(LineWriter lines) {
        this.lines = lines;
    }

    @Override
    public void started(Node node, String identity) {
        write(event("started")
                .put("name", node.name())
                .put("id", node.id().toString())
                .put("identity", identity));
    }

    @Override
    public void refused(String reason) {
        write(event("refused").put("reason", reason));
    }

    @Override
    public void rotated(int round, long published) {
        write(event("rotated").put("round", round).put("published", published));
    }

    @Override
    public void authorityReplaced(long published) {
        write(event("authorityReplaced").put("published", published));
    }

    @Override
    public void swapped(List<String> links, long published) {
        write(event("swapped").put("links", Json.array(links)).put("published", published));
    }

    @Override
    public void revoked(String node, Duration took) {
        write(event("revoked").put("name", node).put("millis", took.toMillis()));
    }

    @Override
    public void ended(SecureDemoResult outcome) {
        write(event("summary")
                .put("nodes", 3)
                .put("published", outcome.delivery().published())
                .put("rotations", outcome.rotations())
                .put("revokedAfterMillis", outcome.revokedAfter().toMillis())
                .put("lost", outcome.delivery().lost())
                .put("repeated", outcome.delivery().repeated()));
    }

    private static Json event(String name) {
        return Json.object().put("event", name);
    }

    private void write(Json event) {
        lines.lineNow(event.toString());
    }
}
