package chaski.shell;

import chaski.api.Endpoint;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import chaski.api.node.DirectoryEntry;
import chaski.api.node.Peer;
import chaski.api.remote.Exported;
import chaski.api.remote.Remote;
import chaski.api.remote.ServiceDescription;
import chaski.shell.LocalNodes.LocalNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Commands that show what the nodes of this framework know of the network. */
@Component(
        service = NetworkCommands.class,
        property = {
            "osgi.command.scope=chaski",
            "osgi.command.function=nodes",
            "osgi.command.function=peers",
            "osgi.command.function=transports",
            "osgi.command.function=topics",
            "osgi.command.function=services"
        })
public final class NetworkCommands {

    /** The prefix of the topics that declare exported names; docs/protocol/remote.md. */
    private static final String EXPORT_PREFIX = "$export.";

    private final LocalNodes nodes;
    private final BundleContext context;

    /**
     * Called by the component runtime.
     *
     * @param nodes the nodes of this framework
     * @param context finds the transports
     */
    @Activate
    public NetworkCommands(@Reference LocalNodes nodes, BundleContext context) {
        this.nodes = nodes;
        this.context = context;
    }

    /**
     * Lists the nodes of the network.
     *
     * @param session of the shell
     * @param help true to print the help
     * @param node which local node is asked
     * @param arguments none
     */
    @Descriptor("Lists the nodes of the network that the nodes of this framework know, these first.")
    public void nodes(
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
        CommandCall.begin(this, "nodes", session, help, arguments, 0, 0).ifPresent(call -> {
            KnownNodes known = KnownNodes.of(nodes.all(node));
            TextTable table = new TextTable("NAME", "ID", "STATE", "ENDPOINTS", "PUBLISHES", "SUBSCRIBES");
            for (DirectoryEntry entry : known.entries()) {
                table.row(
                        entry.name(),
                        ShellText.id(entry.id()),
                        known.isLocal(entry.id()) ? "local" : ShellText.lower(entry.state()),
                        ShellText.joined(entry.endpoints()),
                        ShellText.joined(entry.published().stream()
                                .map(Topic::name)
                                .sorted()
                                .toList()),
                        ShellText.joined(visible(entry.subscribed())));
            }
            call.print(table);
        });
    }

    private static List<String> visible(List<TopicPattern> patterns) {
        return patterns.stream()
                .map(TopicPattern::text)
                .filter(text -> !text.startsWith(EXPORT_PREFIX))
                .sorted()
                .toList();
    }

    /**
     * Lists the peers.
     *
     * @param session of the shell
     * @param help true to print the help
     * @param node whose peers
     * @param arguments none
     */
    @Descriptor("Lists the peers of the nodes of this framework: those with a session, linked or parked.")
    public void peers(
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
        CommandCall.begin(this, "peers", session, help, arguments, 0, 0).ifPresent(call -> {
            TextTable table = new TextTable("NODE", "PEER", "ID", "STATE", "LINK", "RTT", "UNACKNOWLEDGED");
            for (LocalNode local : nodes.all(node)) {
                for (Peer peer : local.node().peers()) {
                    table.row(
                            local.node().name(),
                            peer.name(),
                            ShellText.id(peer.id()),
                            peer.inDoubt() ? "in doubt" : ShellText.lower(peer.state()),
                            peer.link().map(Endpoint::toString).orElse("parked"),
                            peer.rtt().samples() == 0
                                    ? ShellText.NONE
                                    : ShellText.millis(peer.rtt().smoothed()),
                            peer.counters().getOrDefault("bytes.unacknowledged", 0L) + " B");
                }
            }
            call.print(table);
        });
    }

    /**
     * Lists the transports.
     *
     * @param session of the shell
     * @param help true to print the help
     * @param arguments none
     */
    @Descriptor("Lists the transports: the bundle of each, and where nodes of this framework listen with it.")
    public void transports(
            CommandSession session,
            @Descriptor(CommandHelp.HELP)
                    @Parameter(
                            names = {"-h", "--help"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean help,
            String[] arguments) {
        CommandCall.begin(this, "transports", session, help, arguments, 0, 0).ifPresent(call -> {
            TextTable table = new TextTable("SCHEME", "BUNDLE", "VERSION", "LISTENS");
            BoundTransports.find(context)
                    .forEach((scheme, bundle) -> table.row(
                            scheme,
                            bundle.getSymbolicName(),
                            bundle.getVersion(),
                            ShellText.joined(listening(scheme))));
            call.print(table);
        });
    }

    private Collection<Endpoint> listening(String scheme) {
        return nodes.everyNode().stream()
                .flatMap(local -> local.node().endpoints().stream())
                .filter(endpoint -> endpoint.scheme().equals(scheme))
                .toList();
    }

    /**
     * Lists the topics.
     *
     * @param session of the shell
     * @param help true to print the help
     * @param node which local node is asked
     * @param arguments a pattern
     */
    @Descriptor("Lists the topics and patterns, with the names of the nodes that publish or subscribe to them.")
    public void topics(
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
            @Descriptor("[PATTERN]") String[] arguments) {
        CommandCall.begin(this, "topics", session, help, arguments, 0, 1).ifPresent(call -> {
            TopicPattern wanted = TopicPattern.of(call.optional(0).orElse(">"));
            Map<String, Set<String>> publishers = new TreeMap<>();
            Map<String, Set<String>> subscribers = new TreeMap<>();
            for (DirectoryEntry entry : KnownNodes.of(nodes.all(node)).entries()) {
                entry.published().stream().filter(wanted::matches).forEach(topic -> names(publishers, topic.name())
                        .add(entry.name()));
                entry.subscribed().stream()
                        .filter(pattern -> !pattern.text().startsWith(EXPORT_PREFIX) && pattern.overlaps(wanted))
                        .forEach(pattern -> names(subscribers, pattern.text()).add(entry.name()));
            }
            TextTable table = new TextTable("TOPIC", "PUBLISHERS", "SUBSCRIBERS");
            Stream.concat(publishers.keySet().stream(), subscribers.keySet().stream())
                    .distinct()
                    .sorted()
                    .forEach(topic -> table.row(
                            topic,
                            ShellText.joined(publishers.getOrDefault(topic, Set.of())),
                            ShellText.joined(subscribers.getOrDefault(topic, Set.of()))));
            call.print(table);
        });
    }

    private static Set<String> names(Map<String, Set<String>> byTopic, String topic) {
        return byTopic.computeIfAbsent(topic, key -> new TreeSet<>());
    }

    /**
     * Lists the exported objects and functions, or describes one.
     *
     * @param session of the shell
     * @param help true to print the help
     * @param node which local node is asked
     * @param arguments a name
     */
    @Descriptor(
            "Lists the objects and functions that nodes export; with NAME, the methods and attributes of that object.")
    public void services(
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
            @Descriptor("[NAME]") String[] arguments) {
        CommandCall.begin(this, "services", session, help, arguments, 0, 1).ifPresent(call -> call.optional(0)
                .ifPresentOrElse(name -> describe(call, node, name), () -> listServices(call, node)));
    }

    private void describe(CommandCall call, String node, String name) {
        ServiceDescription description =
                RemoteObjects.find(nodes.one(node), name).describe();
        TextTable table = new TextTable("KIND", "SIGNATURE");
        description.methods().forEach(method -> table.row("method", method));
        description.attributes().forEach(attribute -> table.row("attribute", attribute));
        call.print(table);
    }

    private void listServices(CommandCall call, String node) {
        List<LocalNode> selected = nodes.all(node);
        KnownNodes known = KnownNodes.of(selected);
        Set<List<String>> rows = new TreeSet<>((a, b) -> a.toString().compareTo(b.toString()));
        for (LocalNode local : selected) {
            for (Exported export : local.node().service(Remote.class).exports()) {
                rows.add(List.of(
                        export.name(),
                        export.function() ? "function" : "object",
                        known.name(export.node()),
                        ShellText.id(export.node())));
            }
        }
        TextTable table = new TextTable("NAME", "KIND", "NODE", "ID");
        rows.forEach(row -> table.row(row.toArray()));
        call.print(table);
    }
}
