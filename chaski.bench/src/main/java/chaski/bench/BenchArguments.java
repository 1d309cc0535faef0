package chaski.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The command line of the benchmark. Defaults depend on {@code --quick}. */
@Command(
        name = "chaski bench",
        sortOptions = false,
        usageHelpAutoWidth = false,
        description =
                "Measures Chaski over TCP next to a plain socket, RMI and Netty: two processes on loopback, in turns.",
        footer = "%nExit status: 0 if everything was measured and verified, 1 if a run failed, 2 on wrong usage.")
final class BenchArguments {

    /** The largest message that Chaski accepts by default. */
    private static final int MAX_PAYLOAD_BYTES = 4 << 20;

    /** Room for the sequence number and a little more. */
    private static final int MIN_PAYLOAD_BYTES = 16;

    private static final int MAX_ROUNDS = 100;
    private static final double MIN_SECONDS = 0.1;
    private static final double MAX_SECONDS = 600;
    private static final int FULL_ROUNDS = 5;
    private static final int QUICK_ROUNDS = 3;

    /**
     * About as long as the compiler takes when all processors are busy: code that is called once for each write is
     * compiled late.
     */
    private static final Duration FULL_WARM_UP = Duration.ofSeconds(12);

    private static final Duration FULL_MEASURE = Duration.ofSeconds(3);

    /** A compromise: the figures of contenders with more code still improve after it. */
    private static final Duration QUICK_WARM_UP = Duration.ofSeconds(5);

    private static final Duration QUICK_MEASURE = Duration.ofMillis(700);
    private static final List<Workload> QUICK_WORKLOADS = List.of(Workload.W1);
    private static final List<Integer> QUICK_PAYLOADS = List.of(100, 1024);
    private static final List<CallMode> QUICK_MODES = List.of(CallMode.ADD, CallMode.ADD_64, CallMode.ADD_ASYNC);
    private static final List<String> QUICK_CONTENDERS =
            List.of(ContenderFactory.HANDOFF, ContenderFactory.RMI, ContenderFactory.NETTY, ContenderFactory.CHASKI);

    @Option(
            names = "--quick",
            description = "Runs three short rounds of W1 with 100 B and 1 KiB, in about two minutes.")
    private boolean quick;

    @Option(
            names = "--workload",
            paramLabel = "W",
            converter = WorkloadConverter.class,
            description = "W1 (throughput), W3 (round trips) or W5 (calls); may be repeated. Default: all.")
    private Set<Workload> workloads = new LinkedHashSet<>();

    @Option(
            names = "--only",
            paramLabel = "NAME",
            converter = ContenderConverter.class,
            description =
                    "jdk-handoff, rmi, netty, chaski (a handler) or chaski-iterate, where the workload has them; may be"
                            + " repeated. Default: all.")
    private Set<String> contenders = new LinkedHashSet<>();

    @Option(
            names = "--payload",
            paramLabel = "BYTES",
            converter = PayloadConverter.class,
            description = "16 to 4194304, of W1 and W3; may be repeated.")
    private Set<Integer> payloads = new LinkedHashSet<>();

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            converter = ModeConverter.class,
            description = "add, add-64, echo-64, add-async or echo-async, of W5; may be repeated.")
    private Set<CallMode> modes = new LinkedHashSet<>();

    @Option(names = "--rounds", paramLabel = "N", converter = RoundsConverter.class, description = "1 to 100.")
    private @Nullable Integer rounds;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            converter = SecondsConverter.class,
            description = "0.1 to 600, before each measurement.")
    private @Nullable Duration warmUp;

    @Option(
            names = "--measure",
            paramLabel = "SECONDS",
            converter = SecondsConverter.class,
            description = "0.1 to 600.")
    private @Nullable Duration measure;

    @Option(names = "--json", description = "Prints one JSON object per line.")
    private boolean json;

    @Option(
            names = "--cpus",
            paramLabel = "LIST",
            description = "Keeps both processes on these processors, by means of taskset.")
    private @Nullable String processors;

    @Option(names = "--jvm", paramLabel = "OPTION", description = "An option for the child JVMs; may be repeated.")
    private List<String> jvmOptions = new ArrayList<>();

    @Option(
            names = "--profile",
            paramLabel = "DIR",
            description =
                    "Writes a flight recording of each process to this folder and prints where its time was spent.")
    private @Nullable Path recordings;

    /** {@return a parser of the command line, which fills these arguments} */
    CommandLine commandLine() {
        CommandLine line = new CommandLine(this)
                .setExpandAtFiles(false)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        line.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Prints this text.")
                        .build());
        return line;
    }

    /** {@return the parsed options, with defaults for the rest} */
    Options options() {
        return new Options(
                workloads.isEmpty() ? defaultWorkloads() : List.copyOf(workloads),
                contenders.isEmpty() ? defaultContenders() : List.copyOf(contenders),
                payloads.isEmpty() && quick ? QUICK_PAYLOADS : List.copyOf(payloads),
                modes.isEmpty() && quick ? QUICK_MODES : List.copyOf(modes),
                rounds != null ? rounds : quick ? QUICK_ROUNDS : FULL_ROUNDS,
                warmUp != null ? warmUp : quick ? QUICK_WARM_UP : FULL_WARM_UP,
                measure != null ? measure : quick ? QUICK_MEASURE : FULL_MEASURE,
                json,
                new JvmCommand(
                        jvmOptions,
                        Optional.ofNullable(processors),
                        Optional.ofNullable(recordings).map(Path::toAbsolutePath)));
    }

    private List<Workload> defaultWorkloads() {
        return quick ? QUICK_WORKLOADS : List.of(Workload.values());
    }

    private List<String> defaultContenders() {
        return quick ? QUICK_CONTENDERS : ContenderFactory.NAMES;
    }

    private static int count(String text, int least, int most) {
        try {
            int count = Integer.parseInt(text);
            if (count >= least && count <= most) {
                return count;
            }
        } catch (NumberFormatException e) {
            throw unexpected("a whole number from " + least + " to " + most, text);
        }
        throw unexpected("a whole number from " + least + " to " + most, text);
    }

    private static TypeConversionException unexpected(String expected, String text) {
        return new TypeConversionException("expected " + expected + ", got '" + text + "'");
    }

    /** Names a workload. */
    static final class WorkloadConverter implements ITypeConverter<Workload> {
        @Override
        public Workload convert(String name) {
            try {
                return Workload.named(name);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Names a mode of calls. */
    static final class ModeConverter implements ITypeConverter<CallMode> {
        @Override
        public CallMode convert(String name) {
            try {
                return CallMode.named(name);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Names a contender. */
    static final class ContenderConverter implements ITypeConverter<String> {
        @Override
        public String convert(String name) {
            if (!ContenderFactory.NAMES.contains(name)) {
                throw unexpected("one of " + ContenderFactory.NAMES, name);
            }
            return name;
        }
    }

    /** Reads the size of a payload. */
    static final class PayloadConverter implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return count(text, MIN_PAYLOAD_BYTES, MAX_PAYLOAD_BYTES);
        }
    }

    /** Reads a number of rounds. */
    static final class RoundsConverter implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return count(text, 1, MAX_ROUNDS);
        }
    }

    /** Reads a time in seconds. */
    static final class SecondsConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            double seconds;
            try {
                seconds = Double.parseDouble(text);
            } catch (NumberFormatException e) {
                throw unexpected("seconds from " + MIN_SECONDS + " to " + MAX_SECONDS, text);
            }
            if (!(seconds >= MIN_SECONDS && seconds <= MAX_SECONDS)) {
                throw unexpected("seconds from " + MIN_SECONDS + " to " + MAX_SECONDS, text);
            }
            return Duration.ofNanos((long) (seconds * 1e9));
        }
    }
}
