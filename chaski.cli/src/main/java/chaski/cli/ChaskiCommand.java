package chaski.cli;

import chaski.api.ChaskiException;
import chaski.api.Endpoint;
import chaski.api.InvalidTopicException;
import chaski.api.Topic;
import chaski.api.TopicPattern;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command itself: it has sub-commands, and converts their exceptions to one line and an exit status. */
@Command(
        name = "chaski",
        description = "Connects Java programs: nodes find each other by topic, pair, stream, and call each other.",
        footer = {
            "",
            "Exit status: 0 success, 1 failure (reported in one line on standard error), 2 wrong usage.",
            "CHASKI_JOIN holds the default of --join, separated by commas; CHASKI_IDENTITY that of --identity."
        })
final class ChaskiCommand implements Runnable {

    /**
     * The replacement character of decoders for invalid bytes: a message that contains it would differ from the typed
     * one.
     */
    private static final char UNREADABLE = '\uFFFD';

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing sub-command");
    }

    /**
     * Runs one command line.
     *
     * @param terminal the streams and the environment of the command
     * @param args the command line
     * @return the exit status
     */
    static int run(Terminal terminal, String... args) {
        for (String arg : args) {
            if (arg.indexOf(UNREADABLE) >= 0) {
                terminal.println("an argument is not text in the encoding of this locale: " + arg
                        + "; set LC_ALL to a locale with UTF-8, such as C.UTF-8");
                return ExitStatus.USAGE;
            }
        }
        CheckedOutput out = new CheckedOutput(terminal.out());
        int status = run(terminal.withOut(out), out, args);
        try {
            out.check();
        } catch (OutputClosed e) {
            // a command that failed has reported why
            return status == ExitStatus.OK ? statusOf(e, terminal) : status;
        }
        return status;
    }

    private static int run(Terminal terminal, OutputStream standardOut, String... args) {
        PrintWriter out = new PrintWriter(new OutputStreamWriter(standardOut, StandardCharsets.UTF_8), true);
        PrintWriter err = new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8);
        return commandLine(terminal)
                .setOut(out)
                .setErr(err)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setParameterExceptionHandler((error, arguments) -> wrongUsage(error, terminal))
                .setExecutionExceptionHandler((error, commandLine, parsed) -> statusOf(error, terminal))
                .execute(args);
    }

    static CommandLine commandLine(Terminal terminal) {
        CommandLine line = helpful(new ChaskiCommand());
        line.getCommandSpec()
                .versionProvider(new Version())
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Shows the version of Chaski and of Java and exits.")
                        .build());
        for (Object command : new Object[] {
            new DemoCommand(terminal),
            new NodeCommand(terminal),
            new ContainerCommand(terminal),
            new PubCommand(terminal),
            new SubCommand(terminal),
            new ServeCommand(terminal),
            new CallCommand(terminal),
            new GetCommand(terminal),
            new SetCommand(terminal),
            new PingCommand(terminal),
            new NodesCommand(terminal),
            new EnrollCommand(terminal),
            new RenewCommand(terminal)
        }) {
            line.addSubcommand(helpful(command));
        }
        line.addSubcommand(authority(terminal));
        line.addSubcommand(new BenchCommand(terminal));
        return line.registerConverter(Endpoint.class, converter(Endpoint::parse))
                .registerConverter(Topic.class, converter(Topic::of))
                .registerConverter(TopicPattern.class, converter(TopicPattern::of));
    }

    private static CommandLine authority(Terminal terminal) {
        return helpful(new CaCommand())
                .addSubcommand(helpful(new CaInitCommand(terminal)))
                .addSubcommand(helpful(new CaIssueCommand(terminal)))
                .addSubcommand(helpful(new CaRenewCommand(terminal)))
                .addSubcommand(helpful(new CaTokenCommand(terminal)))
                .addSubcommand(helpful(new CaServeCommand(terminal)))
                .addSubcommand(helpful(new CaRevokeCommand(terminal)))
                .addSubcommand(helpful(new CaListCommand(terminal)));
    }

    private static CommandLine helpful(Object command) {
        CommandLine line = new CommandLine(command);
        line.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Shows this help and exits.")
                        .build());
        return line;
    }

    /** A mistyped name is reported in one line; the usage is shown after a missing argument or a wrong value. */
    private static int wrongUsage(ParameterException error, Terminal terminal) {
        if (error instanceof UnmatchedArgumentException unmatched) {
            terminal.println(UnknownArgument.describe(unmatched));
            return ExitStatus.USAGE;
        }
        terminal.println(SingleLine.of(error));
        error.getCommandLine().usage(terminal.err(), Ansi.OFF);
        return ExitStatus.USAGE;
    }

    private static int statusOf(Exception error, Terminal terminal) {
        if (error instanceof OutputClosed closed && closed.readerLeft()) {
            return ExitStatus.OK;
        }
        boolean expected = error instanceof ChaskiException || error instanceof IOException;
        terminal.println(expected ? SingleLine.of(error) : "internal error: " + error);
        return ExitStatus.FAILURE;
    }

    private static <T> ITypeConverter<T> converter(Function<String, T> parse) {
        return text -> {
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException | InvalidTopicException e) {
                throw new TypeConversionException(SingleLine.of(e));
            }
        };
    }
}
