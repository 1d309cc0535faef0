package chaski.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogManager;

/** The entry point of the {@code chaski} command. */
public final class Main {

    /**
     * The longest a command may take to end after a signal: twice the drain timeout of ten seconds (once for its
     * subscription, once for its node) and a margin.
     */
    private static final long ENDING_SECONDS = 25;

    private Main() {}

    /**
     * Runs the command and ends the process with its exit status.
     *
     * @param args the command line
     */
    @SuppressWarnings("resource") // the streams of the process live as long as it does
    public static void main(String[] args) {
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        keepErrorsToOneLine(err);
        StopSignal stop = new StopSignal(Thread.currentThread());
        CompletableFuture<Integer> status = new CompletableFuture<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> endWith(status, stop, err), "chaski-signal"));
        Terminal terminal = new Terminal(
                new FileInputStream(FileDescriptor.in).getChannel(),
                new FileOutputStream(FileDescriptor.out),
                err,
                System.getenv(),
                stop);
        status.complete(run(terminal, args));
        System.exit(status.join());
    }

    @SuppressWarnings("CatchingUnchecked") // after any throwable the process ends with one line
    private static int run(Terminal terminal, String... args) {
        try {
            return ChaskiCommand.run(terminal, args);
        } catch (Throwable e) {
            terminal.println("internal error: " + e);
            return ExitStatus.FAILURE;
        }
    }

    /**
     * Runs when the command has ended and when a signal arrives. The JVM would end with 128 and the signal's number; a
     * command that has ended gracefully has not failed, so its own status is kept.
     */
    private static void endWith(CompletableFuture<Integer> status, StopSignal stop, PrintStream err) {
        stop.request();
        int result =
                status.completeOnTimeout(-1, ENDING_SECONDS, TimeUnit.SECONDS).join();
        if (result < 0) {
            err.println("chaski: could not end within " + ENDING_SECONDS + " s of the signal");
            result = ExitStatus.FAILURE;
        }
        Runtime.getRuntime().halt(result);
    }

    /**
     * Standard error belongs to events and errors: logs of libraries are dropped unless the user configures logging.
     */
    private static void keepErrorsToOneLine(PrintStream err) {
        Thread.setDefaultUncaughtExceptionHandler((thread, error) ->
                err.println("chaski: internal error in " + thread.getName() + ": " + SingleLine.of(error.toString())));
        if (System.getProperty("java.util.logging.config.file") == null
                && System.getProperty("java.util.logging.config.class") == null) {
            LogManager.getLogManager().reset();
        }
    }
}
