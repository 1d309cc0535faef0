package chaski.cli;

import chaski.api.Endpoint;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code chaski nodes}: lists the nodes that a joined one knows, each with its peers as it reports them itself. */
@Command(
        name = "nodes",
        description =
                "Lists the nodes of the network, each with its peers as that node itself reports them. Searches for one to three"
                        + " seconds, until the picture is at rest.")
final class NodesCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private JoinOptions join = new JoinOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    NodesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<Endpoint> endpoints = join.endpoints(terminal);
        if (endpoints.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "No node to ask: expected --join URI or CHASKI_JOIN");
        }
        List<NetworkSurvey.Row> nodes;
        try (ObserverNode observer = ObserverNode.start("nodes", join.security(terminal), terminal)) {
            observer.reachAny(endpoints);
            nodes = new NetworkSurvey(observer, terminal.stop()).take();
        }
        LineWriter lines = new LineWriter(terminal.out());
        if (output.json()) {
            nodes.forEach(node -> lines.lineNow(NodesReport.json(node)));
        } else {
            NodesReport.table(nodes).forEach(lines::lineNow);
        }
        return ExitStatus.OK;
    }
}
