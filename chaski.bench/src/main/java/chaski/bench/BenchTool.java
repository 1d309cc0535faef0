package chaski.bench;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * The benchmark as a tool of the running JVM, so that the {@code chaski} command finds it without this module exporting
 * anything: {@code ToolProvider.findFirst("chaski-bench")}.
 */
public final class BenchTool implements ToolProvider {

    /** For the service loader. */
    public BenchTool() {}

    @Override
    public String name() {
        return "chaski-bench";
    }

    @Override
    public int run(PrintStream out, PrintStream err, String... args) {
        return BenchMain.run(args, out, err);
    }

    @Override
    public int run(PrintWriter out, PrintWriter err, String... args) {
        return BenchMain.run(List.of(args), out, err);
    }
}
