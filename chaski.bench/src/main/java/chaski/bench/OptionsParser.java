package chaski.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects options as they come; what is not said depends on {@code --quick}. */
final class OptionsParser {
    /** The longest message Chaski takes by default. */
    private static final int MAX_PAYLOAD_BYTES = 4 << 20;

    /** Room for the sequence number and something beside it. */
    private static final int MIN_PAYLOAD_BYTES = 16;

    private static final int MAX_ROUNDS = 100;
    private static final double MIN_SECONDS = 0.1;
    private static final double MAX_SECONDS = 600;
    private static final int FULL_ROUNDS = 5;
    private static final int QUICK_ROUNDS = 3;

    /** The compiler is at work for about so long when all processors are busy: code called once a write is compiled late. */
    private static final double FULL_WARM_UP_SECONDS = 12;

    private static final double FULL_MEASURE_SECONDS = 3;

    /** A compromise: the figures of what has more code still rise after it. */
    private static final double QUICK_WARM_UP_SECONDS = 5;

    private static final double QUICK_MEASURE_SECONDS = 0.7;
    private static final List<Workload> QUICK_WORKLOADS = List.of(Workload.W1);
    private static final List<Integer> QUICK_PAYLOADS = List.of(100, 1024);

    private final Iterator<String> args;
    private final Set<Workload> workloads = new LinkedHashSet<>();
    private final Set<String> contenders = new LinkedHashSet<>();
    private final Set<Integer> payloads = new LinkedHashSet<>();
    private final List<String> jvmOptions = new ArrayList<>();
    private Optional<Integer> rounds = Optional.empty();
    private Optional<Double> warmUp = Optional.empty();
    private Optional<Double> measure = Optional.empty();
    private Optional<String> processors = Optional.empty();
    private Optional<Path> recordings = Optional.empty();
    private boolean quick;
    private boolean json;
    private boolean help;

    OptionsParser(List<String> args) {
        this.args = args.iterator();
    }

    Options parse() {
        while (args.hasNext()) {
            take(args.next());
        }
        return new Options(
                workloads.isEmpty() ? defaultWorkloads() : List.copyOf(workloads),
                contenders.isEmpty() ? defaultContenders() : List.copyOf(contenders),
                payloads.isEmpty() && quick ? QUICK_PAYLOADS : List.copyOf(payloads),
                rounds.orElse(quick ? QUICK_ROUNDS : FULL_ROUNDS),
                seconds(warmUp.orElse(quick ? QUICK_WARM_UP_SECONDS : FULL_WARM_UP_SECONDS)),
                seconds(measure.orElse(quick ? QUICK_MEASURE_SECONDS : FULL_MEASURE_SECONDS)),
                json,
                help,
                new JvmCommand(jvmOptions, processors, recordings));
    }

    private List<Workload> defaultWorkloads() {
        return quick ? QUICK_WORKLOADS : List.of(Workload.values());
    }

    private void take(String option) {
        switch (option) {
            case "--quick" -> quick = true;
            case "--json" -> json = true;
            case "--help", "-h" -> help = true;
            case "--workload" -> workloads.add(Workload.named(value(option)));
            case "--only" -> contenders.add(contender(value(option)));
            case "--payload" -> payloads.add(count(option, value(option), MIN_PAYLOAD_BYTES, MAX_PAYLOAD_BYTES));
            case "--rounds" -> rounds = Optional.of(count(option, value(option), 1, MAX_ROUNDS));
            case "--warm-up" -> warmUp = Optional.of(seconds(option, value(option)));
            case "--measure" -> measure = Optional.of(seconds(option, value(option)));
            case "--cpus" -> processors = Optional.of(value(option));
            case "--jvm" -> jvmOptions.add(value(option));
            case "--profile" -> recordings = Optional.of(Path.of(value(option)).toAbsolutePath());
            default -> throw new UsageException("unknown option '" + option + "'");
        }
    }

    private List<String> defaultContenders() {
        return quick ? Contender.NAMES.subList(0, 3) : Contender.NAMES;
    }

    private String value(String option) {
        if (!args.hasNext()) {
            throw new UsageException(option + ": expected a value, got nothing");
        }
        return args.next();
    }

    private static String contender(String name) {
        if (!Contender.NAMES.contains(name)) {
            throw new UsageException("--only: expected one of " + Contender.NAMES + ", got '" + name + "'");
        }
        return name;
    }

    private static int count(String option, String text, int least, int most) {
        try {
            int count = Integer.parseInt(text);
            if (count >= least && count <= most) {
                return count;
            }
        } catch (NumberFormatException e) {
            throw outOfRange(option, "a whole number from " + least + " to " + most, text);
        }
        throw outOfRange(option, "a whole number from " + least + " to " + most, text);
    }

    private static double seconds(String option, String text) {
        try {
            double number = Double.parseDouble(text);
            if (number >= MIN_SECONDS && number <= MAX_SECONDS) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw outOfRange(option, "seconds from " + MIN_SECONDS + " to " + MAX_SECONDS, text);
        }
        throw outOfRange(option, "seconds from " + MIN_SECONDS + " to " + MAX_SECONDS, text);
    }

    private static UsageException outOfRange(String option, String expected, String text) {
        return new UsageException(option + ": expected " + expected + ", got '" + text + "'");
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }
}
