package chaski.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a Java program in a separate process, on the Java that runs the tests. */
final class JavaProcess {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    /**
     * The result of a process.
     *
     * @param status its exit status
     * @param out its standard output
     * @param err its standard error
     */
    record Result(int status, String out, String err) {}

    private JavaProcess() {}

    /**
     * Runs a Java program to its end.
     *
     * @param work a folder for its output
     * @param args the arguments of {@code java}
     * @throws IllegalStateException if it has not ended after a minute; it is killed
     */
    static Result run(Path work, List<String> args) throws IOException, InterruptedException {
        return run(work, LIMIT, args);
    }

    /**
     * Runs a Java program to its end.
     *
     * @param work a folder for its output
     * @param limit how long it may run
     * @param args the arguments of {@code java}
     * @throws IllegalStateException if it has not ended within the limit; it is killed
     */
    static Result run(Path work, Duration limit, List<String> args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(args);
        return command(work, limit, command);
    }

    /**
     * Runs any command to its end; {@code JAVA_HOME} names the Java that runs the tests.
     *
     * @param work a folder for its output
     * @param command the command and its arguments
     * @throws IllegalStateException if it has not ended after a minute; it is killed
     */
    static Result command(Path work, List<String> command) throws IOException, InterruptedException {
        return command(work, LIMIT, command);
    }

    /**
     * Runs any command that may take longer, in the same way.
     *
     * @param work a folder for its output
     * @param limit how long it may run
     * @param command the command and its arguments
     * @throws IllegalStateException if it has not ended within the limit; it is killed
     */
    static Result command(Path work, Duration limit, List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(work, "stdout", ".txt");
        Path err = Files.createTempFile(work, "stderr", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new IllegalStateException("still running after " + limit + ": " + command + "\n"
                    + Files.readString(out) + Files.readString(err));
        }
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
