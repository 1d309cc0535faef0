package chaski.bench;

import java.time.Duration;
import java.util.List;

/**
 * What to run and how to tell it.
 *
 * @param workloads in this order
 * @param contenders they take turns in this order
 * @param payloadBytes instead of those of the workload, unless empty
 * @param rounds how often each contender runs
 * @param warmUp how long a run goes on before it is measured
 * @param measure how long it is measured
 * @param json whether to print a JSON object a line instead of a table
 * @param help whether to print only the help
 * @param jvm how children are started
 */
record Options(
        List<Workload> workloads,
        List<String> contenders,
        List<Integer> payloadBytes,
        int rounds,
        Duration warmUp,
        Duration measure,
        boolean json,
        boolean help,
        JvmCommand jvm) {

    static final String HELP = """
            Usage: chaski bench [OPTION]…
            Measures Chaski over TCP next to a plain socket and to Netty, two processes on loopback, in turns.

              --quick            three short rounds of W1 with 100 B and 1 KiB, in about two minutes
              --workload W       W1 (throughput) or W3 (round trips); may be repeated; default both
              --only NAME        jdk-handoff, netty, chaski (a handler) or chaski-iterate; may be repeated
              --payload BYTES    16 to 4194304; may be repeated
              --rounds N         1 to 100
              --warm-up SECONDS  0.1 to 600, before each measurement
              --measure SECONDS  0.1 to 600
              --json             one JSON object a line
              --cpus LIST        keeps both processes on these processors, by taskset
              --jvm OPTION       an option for the child JVMs; may be repeated
              --profile DIR      writes a flight recording of each process there and prints where its time went
              --help             this text

            Exit status: 0 when all was measured and verified, 1 when a run failed, 2 on wrong usage.
            """;

    Options {
        workloads = List.copyOf(workloads);
        contenders = List.copyOf(contenders);
        payloadBytes = List.copyOf(payloadBytes);
    }

    /** Reads the arguments. */
    static Options parse(List<String> args) {
        return new OptionsParser(args).parse();
    }
}
