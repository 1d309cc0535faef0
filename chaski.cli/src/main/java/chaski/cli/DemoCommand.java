package chaski.cli;

import chaski.cli.demo.Demo;
import chaski.cli.demo.DemoReporter;
import chaski.cli.demo.DemoResult;
import chaski.cli.demo.SecureDemo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code chaski demo}: the demo in one process. */
@Command(
        name = "demo",
        description = {
            "Three nodes in an OSGi framework: they find each other, pair by topic, call each other, and stream while their links are being"
                    + " killed and the bundle of the TCP transport is stopped and started, so that they go to UDP and back.",
            "Counts what the subscribers received, and ends with 0 when nothing was lost or repeated."
        })
final class DemoCommand implements Callable<Integer> {

    /** As many messages as {@code Demo} publishes in six seconds without keeping two cores busy. */
    private static final int DEFAULT_MESSAGES = 100_000;

    private static final int MOST_MESSAGES = 1_000_000_000;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(
            names = "--messages",
            paramLabel = "N",
            description = "How many messages are published within six seconds. Default: " + DEFAULT_MESSAGES + ".")
    private int messages = DEFAULT_MESSAGES;

    @Option(
            names = "--transcript",
            paramLabel = "DIR",
            description = "Writes the sequence numbers that each subscriber received to a file of its own.")
    private @Nullable Path transcript;

    @Option(
            names = "--secure",
            description =
                    "Shows a closed network instead: nodes with identities whose certificates and authority are replaced while"
                            + " messages flow, and one of which is revoked. Needs no framework.")
    private boolean secure;

    DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (messages < 1 || messages > MOST_MESSAGES) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Invalid value for option '--messages': expected 1 to " + MOST_MESSAGES + ", got " + messages);
        }
        LineWriter lines = new LineWriter(terminal.out());
        if (secure) {
            return runSecure(lines);
        }
        DemoReporter story = output.json() ? new JsonDemoReporter(lines) : new TextDemoReporter(lines);
        try {
            DemoResult outcome = new Demo(messages, Optional.ofNullable(transcript), story).run();
            if (outcome.reordered() + outcome.damaged() > 0) {
                terminal.println(
                        outcome.reordered() + " messages arrived out of order, " + outcome.damaged() + " damaged");
            }
            return outcome.exact() ? ExitStatus.OK : ExitStatus.FAILURE;
        } catch (InterruptedException e) {
            throw new CommandFailure("the demo was ended before it was over");
        }
    }

    private int runSecure(LineWriter lines) throws IOException {
        try {
            boolean passed = new SecureDemo(output.json() ? new SecureDemoJson(lines) : new SecureDemoText(lines))
                    .run()
                    .passed();
            return passed ? ExitStatus.OK : ExitStatus.FAILURE;
        } catch (InterruptedException e) {
            throw new CommandFailure("the demo was ended before it was over");
        }
    }
}
