package chaski.cli;

import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.node.NodeReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a {@link NetworkSurvey}: as JSON lines or as a table. */
final class NodesReport {

    private static final List<String> HEAD = List.of("NAME", "ID", "STATE", "ENDPOINTS", "TOPICS", "SERVICES", "PEERS");

    /** The prefix of the topics that declare exported names; see docs/protocol/remote.md. */
    private static final String EXPORT_PREFIX = "$export.";

    private NodesReport() {}

    static String json(NetworkSurvey.Row line) {
        return Json.object()
                .put("name", line.entry().name())
                .put("id", line.entry().id().toString())
                .put("incarnation", line.entry().incarnation())
                .put("state", state(line))
                .put("endpoints", Json.array(line.entry().endpoints()))
                .put("topics", Json.array(topics(line)))
                .put("services", Json.array(services(line)))
                .put(
                        "peers",
                        Json.array(peers(line).stream().map(NodesReport::json).toList()))
                .toString();
    }

    private static Json.Raw json(NodeReport.PeerLine peer) {
        return Json.object()
                .put("name", peer.name())
                .put("id", peer.id().toString())
                .put("link", peer.link())
                .put("rttUs", RoundTrips.rounded(peer.rtt().toNanos() / 1e3))
                .nested();
    }

    static List<String> table(List<NetworkSurvey.Row> lines) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        lines.forEach(line -> rows.add(row(line)));
        int[] widths = new int[HEAD.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> padded(row, widths)).toList();
    }

    private static List<String> row(NetworkSurvey.Row line) {
        return List.of(
                SingleLine.of(line.entry().name()),
                line.entry().id().shortForm(),
                state(line),
                joined(line.entry().endpoints()),
                joined(topics(line)),
                joined(services(line)),
                joined(peers(line).stream()
                        .map(peer -> peer.name() + (peer.link().isEmpty() ? " (no link)" : " (" + peer.link() + ")"))
                        .toList()));
    }

    private static String padded(List<String> row, int[] widths) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            text.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
        }
        return text.toString().stripTrailing();
    }

    private static String joined(Collection<?> values) {
        return values.isEmpty()
                ? "-"
                : values.stream().map(Object::toString).map(SingleLine::of).collect(Collectors.joining(","));
    }

    private static String state(NetworkSurvey.Row line) {
        return line.entry().state().name().toLowerCase(Locale.ROOT);
    }

    /** The topics that it publishes or subscribes to, without those that callers use to find services. */
    private static Collection<String> topics(NetworkSurvey.Row line) {
        return Stream.concat(
                        line.entry().published().stream().map(Topic::name),
                        line.entry().subscribed().stream().map(TopicPattern::text))
                .filter(topic -> !topic.startsWith(EXPORT_PREFIX))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names under which it exports objects and functions. */
    private static Collection<String> services(NetworkSurvey.Row line) {
        return line.entry().subscribed().stream()
                .map(TopicPattern::text)
                .filter(pattern -> pattern.startsWith(EXPORT_PREFIX))
                .map(pattern -> pattern.substring(EXPORT_PREFIX.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<NodeReport.PeerLine> peers(NetworkSurvey.Row line) {
        return line.report().map(NodeReport::peers).orElse(List.of());
    }
}
