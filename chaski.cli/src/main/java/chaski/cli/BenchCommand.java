package chaski.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.spi.ToolProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code chaski bench}: passes its arguments to the benchmarks, which explain their own options. */
@Command(name = "bench", description = "Measures what Chaski costs; see bench --help.")
final class BenchCommand implements Callable<Integer> {

    private static final String TOOL = "chaski-bench";

    private final Terminal terminal;

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    BenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        ToolProvider bench = ToolProvider.findFirst(TOOL)
                .orElseThrow(
                        () -> new CommandFailure("the benchmarks are not installed: expected the module chaski.bench"));
        PrintStream out = new PrintStream(terminal.out(), true, StandardCharsets.UTF_8);
        return bench.run(out, terminal.err(), arguments.toArray(String[]::new));
    }
}
