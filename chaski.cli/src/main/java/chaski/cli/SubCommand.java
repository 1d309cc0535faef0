package chaski.cli;

import chaski.api.TopicPattern;
import chaski.api.streamer.Message;
import chaski.api.streamer.Subscription;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chaski sub}: prints published messages. */
@Command(
        name = "sub",
        description = "Prints the payload of each message that matches, one a line, until a signal ends it. Prints"
                + " READY name=N id=UUID endpoints=URI,URI on standard error once subscribed.")
final class SubCommand implements Callable<Integer> {

    private static final Duration NOW = Duration.ZERO;
    private static final Duration LONG = Duration.ofHours(1);

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private NodeOptions options = new NodeOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Parameters(
            paramLabel = "PATTERN",
            description = "Topics, for example lab.temp, lab.* (one token) or 'lab.>' (the rest).")
    private TopicPattern pattern;

    @Option(names = "--count", paramLabel = "N", description = "Ends after N messages. Default: does not end.")
    private @Nullable Long count;

    SubCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (count != null && count < 1) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for option '--count': expected 1 or more, got " + count);
        }
        // Closing acknowledges the taken messages, so that the publisher also ends successfully.
        try (CommandNode node = options.start(terminal);
                Subscription<byte[]> in = node.streamer().subscribe(pattern.text(), byte[].class)) {
            terminal.err().println(ReadyLine.line(node.node()));
            print(in, node.node().config().session().drainTimeout());
        }
        return ExitStatus.OK;
    }

    private void print(Subscription<byte[]> in, Duration drainTimeout) {
        LineWriter lines = new LineWriter(terminal.out());
        long left = count == null ? Long.MAX_VALUE : count;
        boolean draining = false;
        while (left > 0) {
            Optional<Message<byte[]>> message = in.next(NOW);
            if (message.isEmpty()) {
                // idle: a reader of the output sees everything up to here
                lines.flush();
                message = in.next(draining ? drainTimeout : LONG);
                if (message.isEmpty() && (in.isClosed() || draining)) {
                    break;
                }
            }
            if (message.isPresent()) {
                lines.line(
                        output.json()
                                ? MessageJson.line(message.get())
                                : message.get().payload());
                left--;
            }
            if (!draining && terminal.stop().requested()) {
                // everything acknowledged to peers is printed before the end
                terminal.stop().accept();
                in.drain();
                draining = true;
            }
        }
        lines.flush();
    }
}
