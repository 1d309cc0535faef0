package chaski.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The communication of a child with its parent: commands arrive as lines on its standard input, answers are lines on
 * its standard output. Answers begin with {@link #MARK}, so that other output of a JVM is not mistaken for one.
 */
final class ChildControl {

    /** The beginning of every answer. */
    static final String MARK = "@ ";

    /** The first token of the answer of a running role; the endpoint follows. */
    static final String READY = "ready";

    /**
     * The first token of an answer to {@code meter}: count, nanoseconds of the clock, nanoseconds of processor time,
     * bytes allocated follow.
     */
    static final String METER = "meter";

    /** The first token of the answer to {@code finish}; the results of the role follow. */
    static final String FINISHED = "finished";

    /** The first token of the last line of a failed child; the reason follows. */
    static final String FAILED = "failed";

    /** Enough to find the cause; a chain could be endless. */
    private static final int MAX_CAUSES = 4;

    private final BufferedReader in;
    private final PrintStream out;

    ChildControl(InputStream in, PrintStream out) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.out = out;
    }

    /** Reports that the role runs, and executes commands until it must quit or the parent is gone. */
    void serve(Role role) throws IOException, InterruptedException {
        send(READY, role.endpoint());
        String line = in.readLine();
        while (line != null && !line.equals("quit")) {
            obey(role, line);
            line = in.readLine();
        }
    }

    /** Reads the endpoint given to a connecting role. */
    String readEndpoint() throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new IOException("expected an endpoint, the parent is gone");
        }
        return line;
    }

    /** Reports a failure. Thread-safe. */
    void fail(Throwable cause) {
        StringBuilder reason = new StringBuilder(cause.toString());
        Throwable deeper = cause.getCause();
        for (int depth = 0; deeper != null && depth < MAX_CAUSES; depth++) {
            reason.append(", caused by ").append(deeper);
            deeper = deeper.getCause();
        }
        send(FAILED, reason.toString().replaceAll("\\R", " "));
    }

    private void obey(Role role, String line) throws IOException, InterruptedException {
        int space = line.indexOf(' ');
        String command = space < 0 ? line : line.substring(0, space);
        switch (command) {
            case METER -> send(METER, role.meter().toString());
            case "finish" -> send(FINISHED, role.finish(space < 0 ? 0 : Long.parseLong(line.substring(space + 1))));
            default -> throw new IOException("expected meter, finish or quit, got '" + line + "'");
        }
    }

    private void send(String word, String rest) {
        synchronized (out) {
            out.println(MARK + word + " " + rest);
            out.flush();
        }
    }
}
