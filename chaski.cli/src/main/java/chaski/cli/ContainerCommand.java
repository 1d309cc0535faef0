package chaski.cli;

import chaski.api.Endpoint;
import chaski.api.node.Node;
import chaski.cli.container.Container;
import chaski.cli.container.ContainerNodes;
import chaski.cli.container.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code chaski container}: a node in an OSGi framework, beside the bundles that its users deploy. */
@Command(
        name = "container",
        description = {
            "Runs an OSGi framework (Felix with Declarative Services, Configuration Admin, Configurator, FileInstall and Gogo)"
                    + " with one node in it, until a signal ends it. Prints one line first: READY name=N id=UUID"
                    + " endpoints=URI,URI.",
            "On a terminal it opens the Gogo shell."
        })
final class ContainerCommand implements Callable<Integer> {

    /** The configuration of the node that the options describe. */
    private static final String PID = "chaski.node~container";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(10);

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private NodeOptions options = new NodeOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(
            names = "--deploy",
            paramLabel = "DIR",
            description =
                    "A folder whose bundles are installed and removed with their files; it is created if it does not exist.")
    private @Nullable Path deploy;

    @Option(
            names = "--without",
            paramLabel = "BUNDLE",
            description =
                    "The symbolic name of a shipped bundle that is left out, for example chaski.transport.tcp; what it"
                            + " needs stays. May be repeated.")
    private List<String> without = new ArrayList<>();

    @Option(
            names = "--config",
            paramLabel = "JSON",
            description = "Configurations in the JSON of the OSGi Configurator, or a file of them. May be repeated.")
    private List<String> configurations = new ArrayList<>();

    ContainerCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Distribution distribution = Distribution.find();
        checkNames(distribution.names());
        Container.Options wanted =
                new Container.Options(without, allConfigurations(), deployFolder(), terminal::println);
        ErrorLog log = ErrorLog.open(terminal, PID);
        try {
            run(distribution, wanted, log);
        } finally {
            log.close();
        }
        return ExitStatus.OK;
    }

    private void run(Distribution distribution, Container.Options wanted, ErrorLog log) {
        try (Container container = Container.start(distribution, wanted);
                ContainerNodes nodes = new ContainerNodes(container.context(), new EventPrinter(terminal.err()))) {
            Optional<Node> node = awaitNode(nodes, log);
            if (node.isPresent()) {
                ReadyLine.announce(terminal, node.get(), output.json());
                openShell(container);
                endWith(container);
                terminal.stop().await();
            }
            terminal.stop().accept();
        }
    }

    private void checkNames(List<String> names) {
        for (String name : without) {
            if (!names.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "Invalid value for option '--without': no bundle '" + name + "' is shipped, expected one of "
                                + names.stream()
                                        .filter(shipped -> shipped.startsWith("chaski."))
                                        .toList());
            }
        }
    }

    private Optional<Path> deployFolder() throws IOException {
        if (deploy == null) {
            return Optional.empty();
        }
        if (Files.exists(deploy) && !Files.isDirectory(deploy)) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for option '--deploy': '" + deploy + "' is not a folder");
        }
        return Optional.of(Files.createDirectories(deploy).toAbsolutePath());
    }

    private List<String> allConfigurations() throws IOException {
        List<String> all = new ArrayList<>();
        all.add(Json.object().put(PID, options.configuration(terminal).nested()).toString());
        for (String given : configurations) {
            String text = given.strip().startsWith("{") ? given : Files.readString(Path.of(given));
            if (!text.strip().startsWith("{")) {
                throw new CommandFailure("the configuration " + given + " is no JSON object");
            }
            all.add(text);
        }
        return all;
    }

    /** Waits until the node is up and listens on every endpoint that has a transport; empty if the command must end. */
    private Optional<Node> awaitNode(ContainerNodes nodes, ErrorLog log) {
        long endNs = System.nanoTime() + PATIENCE.toNanos();
        Optional<Node> found = nodes.find(PID);
        while (!found.filter(node -> listens(node, nodes)).isPresent()) {
            if (terminal.stop().await(POLL)) {
                return Optional.empty();
            }
            log.refused().ifPresent(reason -> {
                throw new CommandFailure(reason);
            });
            if (System.nanoTime() > endNs) {
                throw new CommandFailure("the node did not start within " + PATIENCE.toSeconds() + " s");
            }
            found = nodes.find(PID);
        }
        return found;
    }

    private boolean listens(Node node, ContainerNodes nodes) {
        List<String> schemes = nodes.schemes();
        long possible = options.endpoints().stream()
                .filter(endpoint -> schemes.contains(endpoint.scheme()))
                .count();
        if (node.counters().getOrDefault("listen.failed", 0L) > 0) {
            List<Endpoint> failed = new ArrayList<>(options.endpoints());
            failed.removeAll(node.endpoints());
            throw new CommandFailure("cannot listen on " + failed + ": is the port taken?");
        }
        return node.endpoints().size() >= possible;
    }

    @SuppressWarnings("SystemConsoleNull") // bin/chaski makes later JDKs use the console of earlier ones
    private static void openShell(Container container) {
        if (System.console() != null) {
            container.openShell();
        }
    }

    /** Leaving the shell, or stopping the framework in it, ends the command. */
    private void endWith(Container container) {
        Thread waiting = new Thread(
                () -> {
                    try {
                        container.awaitStop();
                        terminal.stop().request();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "chaski-container-end");
        waiting.setDaemon(true);
        waiting.start();
    }
}
