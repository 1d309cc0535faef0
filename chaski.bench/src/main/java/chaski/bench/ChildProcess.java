package chaski.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A child process that answers lines with lines. Every wait is bounded, and {@link #close} ends the process. The
 * caller's methods are confined to one thread.
 */
final class ChildProcess implements AutoCloseable {

    /** A flight recording is written when the process ends, which takes a second or two. */
    private static final Duration EXIT_TIMEOUT = Duration.ofSeconds(10);

    /** How many lines that are not answers are kept for the error. */
    private static final int NOISE_LINES = 12;

    /** A child writes one line for each command and one for a failure; more means that it is failing. */
    private static final int MAX_ANSWERS = 1_000;

    private final String name;
    private final Process process;
    private final Duration exitTimeout;
    private final PrintWriter commands;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>(MAX_ANSWERS);
    private final Deque<String> noise = new ArrayDeque<>();

    private ChildProcess(String name, Process process, Duration exitTimeout) {
        this.name = name;
        this.process = process;
        this.exitTimeout = exitTimeout;
        this.commands =
                new PrintWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), true);
    }

    static ChildProcess start(String name, List<String> command) {
        return start(name, command, EXIT_TIMEOUT);
    }

    static ChildProcess start(String name, List<String> command, Duration exitTimeout) {
        try {
            ChildProcess child = new ChildProcess(name, new ProcessBuilder(command).start(), exitTimeout);
            child.listen(child.process.getInputStream(), true);
            child.listen(child.process.getErrorStream(), false);
            return child;
        } catch (IOException e) {
            throw new TrialFailedException("cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    /** Sends a line. A child that has ended is detected by the next {@link #await}. */
    void send(String line) {
        commands.println(line);
    }

    /**
     * Waits for an answer.
     *
     * @param word its first token
     * @param timeout how long to wait at most
     * @return the rest of the answer
     * @throws TrialFailedException if another answer arrives, none arrives in time, or the child ends
     */
    String await(String word, Duration timeout) {
        String answer = poll(timeout);
        if (answer == null) {
            throw failure("did not answer '" + word + "' within " + timeout.toMillis() + " ms");
        }
        if (!answer.startsWith(word + " ")) {
            throw failure("expected '" + word + "', got '" + answer + "'");
        }
        return answer.substring(word.length() + 1);
    }

    /**
     * Waits for some time in which the child must not write anything.
     *
     * @param time how long
     * @throws TrialFailedException as soon as it writes something or ends
     */
    void awaitSilence(Duration time) {
        String answer = poll(time);
        if (answer != null) {
            throw failure("expected no word, got '" + answer + "'");
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Requests the child to quit and destroys it if it does not. */
    @Override
    public void close() {
        commands.println("quit");
        commands.close();
        try {
            if (!process.waitFor(exitTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable String poll(Duration timeout) {
        try {
            return answers.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrialFailedException("interrupted while waiting for " + name, e);
        }
    }

    private TrialFailedException failure(String what) {
        String printed;
        synchronized (noise) {
            printed = noise.isEmpty() ? "" : "; it printed: " + String.join(" | ", noise);
        }
        return new TrialFailedException(name + ": " + what + printed);
    }

    private void listen(InputStream stream, boolean answersToo) {
        Thread thread = new Thread(() -> read(stream, answersToo), "bench-child-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void read(InputStream stream, boolean answersToo) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            in.lines().forEach(line -> {
                if (answersToo && line.startsWith(ChildControl.MARK)) {
                    offer(line.substring(ChildControl.MARK.length()));
                } else {
                    keep(line);
                }
            });
        } catch (IOException | UncheckedIOException e) {
            keep(e.toString());
        }
        if (answersToo) {
            offer(ChildControl.FAILED + " its output ended");
        }
    }

    private void offer(String answer) {
        if (!answers.offer(answer)) {
            process.destroyForcibly();
        }
    }

    private void keep(String line) {
        synchronized (noise) {
            noise.addLast(line);
            if (noise.size() > NOISE_LINES) {
                noise.removeFirst();
            }
        }
    }
}
