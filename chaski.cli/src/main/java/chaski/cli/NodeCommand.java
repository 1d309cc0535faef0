package chaski.cli;

import chaski.api.TopicPattern;
import chaski.api.streamer.Streamer;
import chaski.api.streamer.SubscriptionOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chaski node}: a node that others join and that shares its directory. */
@Command(
        name = "node",
        description = "Runs a node until a signal ends it. Prints one line first:"
                + " READY name=N id=UUID endpoints=URI,URI.")
final class NodeCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private NodeOptions options = new NodeOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(
            names = "--topic",
            paramLabel = "T",
            description =
                    "Takes part in a topic: the node publishes and subscribes it, discarding what arrives, so that"
                            + " it pairs with its publishers and subscribers. A pattern (lab.>) is subscribed only. May be"
                            + " repeated.")
    private List<TopicPattern> topics = new ArrayList<>();

    NodeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (CommandNode node = options.start(terminal)) {
            topics.forEach(topic -> takePart(node.streamer(), topic));
            ReadyLine.announce(terminal, node.node(), output.json());
            terminal.stop().await();
        }
        return ExitStatus.OK;
    }

    /** Everything opened here closes with the node. */
    @SuppressWarnings("resource")
    private static void takePart(Streamer streamer, TopicPattern topic) {
        streamer.subscribe(topic.text(), byte[].class, SubscriptionOptions.DEFAULT.inline(true), message -> {});
        if (topic.isTopic()) {
            streamer.publisher(topic.text(), byte[].class);
        }
    }
}
