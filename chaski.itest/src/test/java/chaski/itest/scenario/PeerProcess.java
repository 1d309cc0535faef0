package chaski.itest.scenario;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A Java program in a separate process, on the class path of this one, which can be killed and stopped. It prints lines
 * that begin with a key. Thread-safe.
 */
public final class PeerProcess {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MAX_ERRORS = 1_000;

    private record Line(String key, String value, long readNs) {}

    private final Process process;
    private final Writer in;
    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();

    private PeerProcess(Process process) {
        this.process = process;
        this.in = process.outputWriter(StandardCharsets.UTF_8);
    }

    /**
     * Starts a program.
     *
     * @param program its main class
     * @param args its arguments
     * @return the process
     * @throws IOException if it cannot be started
     */
    public static PeerProcess start(Class<?> program, String... args) throws IOException {
        return start(List.of(), List.of("-Xmx256m"), program, args);
    }

    /**
     * Starts a program in a process that has other limits.
     *
     * @param prefix a command that receives the rest of the command line as arguments; empty for none
     * @param options options of the virtual machine
     * @param program its main class
     * @param args its arguments
     * @return the process
     * @throws IOException if it cannot be started
     */
    public static PeerProcess start(List<String> prefix, List<String> options, Class<?> program, String... args)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(args));
        PeerProcess started = new PeerProcess(new ProcessBuilder(command).start());
        thread("output of " + program.getSimpleName(), started::read);
        thread("errors of " + program.getSimpleName(), started::readErrors);
        return started;
    }

    private static void thread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void readErrors() {
        try (BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
            for (String text = err.readLine(); text != null; text = err.readLine()) {
                System.err.println(text);
                if (errors.size() < MAX_ERRORS) {
                    errors.add(text);
                }
            }
        } catch (IOException e) {
            // The process was killed.
        }
    }

    /** {@return the first lines of its standard error, which are printed, too} */
    public List<String> errors() {
        return List.copyOf(errors);
    }

    /** {@return whether it is still running} */
    public boolean isAlive() {
        return process.isAlive();
    }

    private void read() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String text = out.readLine(); text != null; text = out.readLine()) {
                String[] parts = text.split(" ", 2);
                lines.add(new Line(parts[0], parts.length > 1 ? parts[1] : "", System.nanoTime()));
            }
        } catch (IOException e) {
            // The process was killed.
        }
    }

    /**
     * Waits for the first line of a key.
     *
     * @param key the key
     * @return the rest of the line
     */
    public String await(String key) {
        return await(key, PATIENCE);
    }

    /**
     * Waits for the first line of a key.
     *
     * @param key the key
     * @param limit how long to wait
     * @return the rest of the line
     */
    public String await(String key, Duration limit) {
        Polling.until("the other process prints " + key, limit, () -> first(key).isPresent() || !process.isAlive());
        return first(key)
                .orElseThrow(() -> new AssertionError("the other process ended without printing " + key))
                .value;
    }

    private Optional<Line> first(String key) {
        return lines.stream().filter(line -> line.key.equals(key)).findFirst();
    }

    /**
     * Returns the lines of a key so far.
     *
     * @param key the key
     * @return the rest of each line
     */
    public List<String> all(String key) {
        return lines.stream()
                .filter(line -> line.key.equals(key))
                .map(Line::value)
                .toList();
    }

    /** {@return when the first line of a key was read, which must have been waited for} */
    long readNs(String key) {
        return first(key).orElseThrow().readNs;
    }

    /**
     * Sends a line to its standard input.
     *
     * @param line the line
     * @throws IOException if the process has ended
     */
    public void send(String line) throws IOException {
        in.write(line + "\n");
        in.flush();
    }

    /** Ends it with {@code SIGKILL}. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /**
     * Sends a signal.
     *
     * @param name for example {@code STOP}
     * @throws IOException if that fails
     * @throws InterruptedException when interrupted
     */
    public void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        if (kill.waitFor() != 0) {
            throw new IOException("kill -" + name + " " + process.pid() + " failed");
        }
    }
}
