package chaski.shell;

import chaski.api.ConfigurationException;
import chaski.api.node.Node;
import chaski.api.node.NodeEvent;
import chaski.api.node.Peer;
import chaski.api.remote.Remote;
import chaski.shell.LocalNodes.LocalNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Commands that show counters and events, and measure round trips. */
@Component(
        service = DiagnosisCommands.class,
        property = {
            "osgi.command.scope=chaski",
            "osgi.command.function=stats",
            "osgi.command.function=streams",
            "osgi.command.function=log",
            "osgi.command.function=ping"
        })
public final class DiagnosisCommands {

    private static final String STREAMS = "streams.";

    private final LocalNodes nodes;

    /**
     * Called by the component runtime.
     *
     * @param nodes the nodes of this framework
     */
    @Activate
    public DiagnosisCommands(@Reference LocalNodes nodes) {
        this.nodes = nodes;
    }

    /**
     * Prints counters.
     *
     * @param session of the shell
     * @param help true to print the help
     * @param node whose counters
     * @param arguments the beginning of their names
     */
    @Descriptor("Prints the counters of nodes whose names begin with PREFIX; docs/OPERATIONS.md explains them.")
    public void stats(
            CommandSession session,
            @Descriptor(CommandHelp.HELP)
                    @Parameter(
                            names = {"-h", "--help"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean help,
            @Descriptor(CommandHelp.NODE)
                    @Parameter(
                            names = {"-n", "--node"},
                            absentValue = "")
                    String node,
            @Descriptor("[PREFIX]") String[] arguments) {
        CommandCall.begin(this, "stats", session, help, arguments, 0, 1)
                .ifPresent(call -> printCounters(call, node, call.optional(0).orElse("")));
    }

    /**
     * Prints the counters of the streams of calls.
     *
     * @param session of the shell
     * @param help true to print the help
     * @param node whose streams
     * @param arguments none
     */
    @Descriptor("Prints how many streams of items and attributes were opened and served, and how they ended.")
    public void streams(
            CommandSession session,
            @Descriptor(CommandHelp.HELP)
                    @Parameter(
                            names = {"-h", "--help"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean help,
            @Descriptor(CommandHelp.NODE)
                    @Parameter(
                            names = {"-n", "--node"},
                            absentValue = "")
                    String node,
            String[] arguments) {
        CommandCall.begin(this, "streams", session, help, arguments, 0, 0)
                .ifPresent(call -> printCounters(call, node, STREAMS));
    }

    private void printCounters(CommandCall call, String node, String prefix) {
        TextTable table = new TextTable("NODE", "COUNTER", "VALUE");
        for (LocalNode local : nodes.all(node)) {
            counters(local.node()).forEach((name, value) -> {
                if (name.startsWith(prefix)) {
                    table.row(local.node().name(), name, value);
                }
            });
        }
        call.print(table);
    }

    private static Map<String, Long> counters(Node node) {
        Map<String, Long> counters = new TreeMap<>(node.counters());
        try {
            counters.putAll(node.service(Remote.class).counters());
        } catch (ConfigurationException e) {
            return counters; // calls are optional; the counters of the node are complete without them
        }
        return counters;
    }

    /**
     * Prints the latest events.
     *
     * @param session of the shell
     * @param help true to print the help
     * @param node whose events
     * @param count how many
     * @param level the least severity
     * @param arguments none
     */
    @Descriptor("Prints the latest events of nodes since this bundle was started, the oldest first.")
    public void log(
            CommandSession session,
            @Descriptor(CommandHelp.HELP)
                    @Parameter(
                            names = {"-h", "--help"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean help,
            @Descriptor(CommandHelp.NODE)
                    @Parameter(
                            names = {"-n", "--node"},
                            absentValue = "")
                    String node,
            @Descriptor("How many events, 1 to 1000; default: 20.")
                    @Parameter(
                            names = {"-c", "--count"},
                            absentValue = "20")
                    String count,
            @Descriptor("The least severity: INFO, WARNING or ERROR; default: INFO.")
                    @Parameter(
                            names = {"-l", "--level"},
                            absentValue = "INFO")
                    String level,
            String[] arguments) {
        CommandCall.begin(this, "log", session, help, arguments, 0, 0).ifPresent(call -> {
            int most = call.number("--count", count, 1, EventHistory.MAX_EVENTS);
            NodeEvent.Severity least = severity(level);
            record Line(String node, NodeEvent event) {}
            List<Line> lines = nodes.all(node).stream()
                    .flatMap(local -> local.history().events().stream()
                            .map(event -> new Line(local.node().name(), event)))
                    .filter(line -> line.event().severity().compareTo(least) >= 0)
                    .sorted(Comparator.comparing(line -> line.event().at()))
                    .toList();
            TextTable table = new TextTable("TIME", "NODE", "SEVERITY", "EVENT");
            lines.subList(Math.max(0, lines.size() - most), lines.size())
                    .forEach(line -> table.row(
                            line.event().at(), line.node(), line.event().severity(), withoutTime(line.event())));
            call.print(table);
        });
    }

    private static NodeEvent.Severity severity(String level) {
        String wanted = level.toUpperCase(Locale.ROOT);
        return Arrays.stream(NodeEvent.Severity.values())
                .filter(severity -> severity.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new ShellException("--level: expected one of "
                        + Arrays.toString(NodeEvent.Severity.values()) + ", got '" + level + "'"));
    }

    private static String withoutTime(NodeEvent event) {
        return event.toString().replaceFirst("\\[at=[^,\\]]*,? ?", "[");
    }

    /**
     * Measures round trips.
     *
     * @param session of the shell
     * @param help true to print the help
     * @param node from which local node
     * @param count how many
     * @param size how many bytes
     * @param arguments the name or id of the peer
     */
    @Descriptor("Measures round trips to a peer, one after another.")
    public void ping(
            CommandSession session,
            @Descriptor(CommandHelp.HELP)
                    @Parameter(
                            names = {"-h", "--help"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean help,
            @Descriptor(CommandHelp.NODE)
                    @Parameter(
                            names = {"-n", "--node"},
                            absentValue = "")
                    String node,
            @Descriptor("How many, 1 to 1000; default: 3.")
                    @Parameter(
                            names = {"-c", "--count"},
                            absentValue = "3")
                    String count,
            @Descriptor("Bytes of payload, 0 to 16384; default: 56.")
                    @Parameter(
                            names = {"-s", "--size"},
                            absentValue = "56")
                    String size,
            @Descriptor("PEER") String[] arguments) {
        CommandCall.begin(this, "ping", session, help, arguments, 1, 1).ifPresent(call -> {
            int times = call.number("--count", count, 1, 1_000);
            int bytes = call.number("--size", size, 0, Peer.MAX_PING_BYTES);
            Peer peer = peer(nodes.one(node), call.argument(0));
            Duration total = Duration.ZERO;
            for (int i = 1; i <= times; i++) {
                Duration time = roundTrip(peer, bytes);
                total = total.plus(time);
                call.print("seq=" + i + " peer=" + ShellText.line(peer.name()) + " time=" + ShellText.millis(time));
            }
            call.print("average " + ShellText.millis(total.dividedBy(times)));
        });
    }

    private static Duration roundTrip(Peer peer, int bytes) {
        try {
            // fails by itself after ten seconds
            return peer.ping(bytes)
                    .toCompletableFuture()
                    .orTimeout(15, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ShellException("no answer from " + ShellText.line(peer.name()) + ": " + cause.getMessage());
        }
    }

    private static Peer peer(Node node, String wanted) {
        return node.peers().stream()
                .filter(peer -> peer.name().equals(wanted)
                        || peer.id().toString().equals(wanted)
                        || peer.id().shortForm().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new ShellException("node " + node.name() + " has no session with '" + wanted
                        + "'; its peers are ["
                        + node.peers().stream()
                                .map(peer -> ShellText.line(peer.name()))
                                .sorted()
                                .collect(Collectors.joining(", "))
                        + "]"));
    }
}
