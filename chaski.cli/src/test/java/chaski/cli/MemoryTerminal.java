package chaski.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A terminal in memory, and a command line run on it by the calling thread. */
final class MemoryTerminal {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Terminal terminal;

    MemoryTerminal() {
        this(Map.of(), new ByteArrayInputStream(new byte[0]));
    }

    MemoryTerminal(Map<String, String> environment, InputStream in) {
        terminal = new Terminal(
                Channels.newChannel(in),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment,
                new StopSignal(Thread.currentThread()));
    }

    Terminal terminal() {
        return terminal;
    }

    /** {@return the same with another standard output} */
    Terminal writingTo(OutputStream other) {
        return terminal.withOut(other);
    }

    int run(String... args) {
        return ChaskiCommand.run(terminal, args);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    byte[] outBytes() {
        return out.toByteArray();
    }

    List<String> outLines() {
        return out().lines().toList();
    }

    List<String> errLines() {
        return err.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
