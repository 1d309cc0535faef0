package chaski.cli;

import chaski.api.node.Node;
import chaski.cli.demo.SecureDemoReporter;
import chaski.cli.demo.SecureDemoResult;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Reports the demo of closed networks to people, as text. */
final class SecureDemoText implements SecureDemoReporter {

    private final LineWriter out;

    SecureDemoText(LineWriter lines) {
        this.out = lines;
    }

    @Override
    public void started(Node node, String identity) {
        write("start", "node %s is up as %s, at %s", node.name(), identity, node.endpoints());
    }

    @Override
    public void refused(String reason) {
        write("refusal", "a node without identity is not admitted: %s", reason);
    }

    @Override
    public void rotated(int round, long published) {
        write(
                "rotation",
                "%d: every node has another certificate, all sessions have moved, the old ones are revoked; %,d published",
                round,
                published);
    }

    @Override
    public void authorityReplaced(long published) {
        write(
                "authority",
                "all certificates are of another authority, the old one is not trusted any more; %,d published",
                published);
    }

    @Override
    public void swapped(List<String> links, long published) {
        write("transport", "the session of A and B went %s; %,d published", String.join(" -> ", links), published);
    }

    @Override
    public void revoked(String node, Duration took) {
        write("revocation", "%s is revoked, and out after %d ms", node, took.toMillis());
    }

    @Override
    public void ended(SecureDemoResult outcome) {
        write(
                "result",
                "%,d published in both directions, %d rotations: %,d lost, %,d repeated",
                outcome.delivery().published(),
                outcome.rotations(),
                outcome.delivery().lost(),
                outcome.delivery().repeated());
    }

    private void write(String step, String format, Object... values) {
        out.lineNow(String.format(Locale.ROOT, "%-11s " + format, with(step, values)));
    }

    private static Object[] with(String step, Object[] values) {
        Object[] all = new Object[values.length + 1];
        all[0] = step;
        System.arraycopy(values, 0, all, 1, values.length);
        return all;
    }
}
