package chaski.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The benchmark as a program; {@code --help} lists its options. */
public final class BenchMain {

    private static final int GOOD = 0;
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private BenchMain() {}

    /**
     * Runs the benchmark and ends the JVM with its exit status.
     *
     * @param args the options
     */
    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    /**
     * Runs the benchmark on the calling thread; child processes do the work, and all of them have ended when it
     * returns.
     *
     * @param args the options
     * @param out receives the results, in UTF-8
     * @param err receives errors, one line each, and the usage after a wrong option
     * @return the exit status: 0 if everything was measured and verified, 1 if a run failed, 2 on wrong usage
     */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        PrintWriter outWriter = new PrintWriter(out, true, StandardCharsets.UTF_8);
        PrintWriter errWriter = new PrintWriter(err, true, StandardCharsets.UTF_8);
        try {
            return run(List.of(args), outWriter, errWriter);
        } finally {
            outWriter.flush();
            errWriter.flush();
        }
    }

    static int run(List<String> args, PrintWriter out, PrintWriter err) {
        BenchArguments arguments = new BenchArguments();
        CommandLine commandLine = arguments.commandLine();
        try {
            commandLine.parseArgs(args.toArray(String[]::new));
            if (commandLine.isUsageHelpRequested()) {
                commandLine.usage(out);
                return GOOD;
            }
            Options options = arguments.options();
            createFolder(options.jvm().recordings());
            Report report = options.json() ? new JsonLines(out) : new Table(out);
            if (new Benchmark(options, report).run()) {
                return GOOD;
            }
            err.println("chaski bench: a run failed; see the results for which one and why");
            return FAILED;
        } catch (ParameterException e) {
            err.println("chaski bench: " + e.getMessage());
            commandLine.usage(err);
            return WRONG_USAGE;
        } catch (TrialFailedException e) {
            err.println("chaski bench: " + e.getMessage());
            return FAILED;
        } catch (IOException e) {
            err.println("chaski bench: cannot create the folder for recordings: " + e.getMessage());
            return FAILED;
        }
    }

    private static void createFolder(Optional<Path> folder) throws IOException {
        if (folder.isPresent()) {
            Files.createDirectories(folder.get());
        }
    }
}
